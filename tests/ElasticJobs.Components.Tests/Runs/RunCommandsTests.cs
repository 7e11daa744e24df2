using System.Text.Json.Nodes;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Web.Features.Runs.Detail;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class RunCommandsTests
{
    [Fact]
    public void Command_WithValuesThatAShellWouldRead_IsQuoted()
    {
        var run = SomeRuns.Row(1) with { Parameters = new JsonObject { ["note"] = "it's $HOME; rm", ["seed"] = 7 } };

        Assert.Equal("ejobs run two --follow -p 'note=it'\\''s $HOME; rm' -p 'seed=7'", RunCommands.Cli(run));
        Assert.Contains("-d '{\"parameters\":{\"note\":\"it'\\''s $HOME; rm\",\"seed\":7}}'", RunCommands.Api(run, "http://console/"), StringComparison.Ordinal);
    }
}
