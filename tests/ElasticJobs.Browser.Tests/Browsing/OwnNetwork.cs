using System.Runtime.Versioning;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>
/// Starts a browser in a network of its own, which has the ports of the test and nothing else. Chromium drops its connections whenever a network device appears, and on the node of the test cluster, which
/// is this machine, each pod brings one.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class OwnNetwork
{
    /// <summary>As root, and with the programs that the test cluster takes too.</summary>
    public static bool IsPossible => Environment.IsPrivilegedProcess && File.Exists("/usr/bin/socat") && File.Exists("/usr/bin/unshare") && File.Exists("/usr/sbin/ip");

    /// <param name="launcher">Path of the program to be made; it starts the one in the variable CHROMIUM.</param>
    /// <param name="socket">Begins the paths of the sockets through which the browser reaches the ports.</param>
    public static void Write(string launcher, string socket, IEnumerable<int> ports)
    {
        File.WriteAllText(launcher, $$"""
            #!/bin/sh
            ports="{{string.Join(' ', ports)}}" socket={{socket}} outside=
            for port in $ports; do
              socat "UNIX-LISTEN:$socket.$port,fork" "TCP:127.0.0.1:$port" </dev/null 3<&- 4<&- &
              outside="$outside $!"
            done
            export ports socket
            unshare --net sh -c '/usr/sbin/ip link set lo up
              inside=
              for port in $ports; do
                socat "TCP-LISTEN:$port,bind=127.0.0.1,fork" "UNIX-CONNECT:$socket.$port" </dev/null 3<&- 4<&- &
                inside="$inside $!"
              done
              "$CHROMIUM" "$@"
              kill $inside' chromium "$@"
            kill $outside
            """);
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
