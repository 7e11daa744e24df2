using ElasticJobs.Web.Samples;

namespace ElasticJobs.Web.Features.Services.Document;

/// <summary>A document to begin with.</summary>
/// <param name="Key">In addresses, and of its words.</param>
internal sealed record ServiceTemplate(string Key, string Icon, string Document);

internal static class ServiceTemplates
{
    /// <summary>To begin one's own, then samples to see something work. All run on one machine without a cluster, too, which passes over the image.</summary>
    public static IReadOnlyList<ServiceTemplate> All { get; } =
    [
        new("training", "terminal",
            """
            {
              "metadata": {"name": "train", "type": "ScalableJob", "cpu": 1, "memory": 2000},
              "containers": [{"image": "python:3.12-slim", "init_command": "python3 --version"}],
              "autoscaler": {
                "min": 0,
                "max": 3,
                "strategies": {"avg_waiting_length": 1}
              }
            }
            """),
        new("inference", "zap",
            """
            {
              "metadata": {"name": "shout", "type": "ScalableJob", "cpu": 1, "memory": 2000, "rpc.worker_threads": 5},
              "containers": [{
                "image": "python:3.12-slim",
                "port": 8000,
                "command": "exec python3 -uc 'import os\nfrom http.server import *\nclass Shout(BaseHTTPRequestHandler):\n  def do_POST(self):\n    text = self.rfile.read(int(self.headers[\"Content-Length\"]))\n    self.send_response(200)\n    self.end_headers()\n    self.wfile.write(text.upper())\nThreadingHTTPServer((\"\", int(os.environ[\"EJ_PORT\"])), Shout).serve_forever()'"
              }],
              "autoscaler": {
                "min": 0,
                "max": 3,
                "strategies": {"avg_waiting_length": 5}
              }
            }
            """),
        new("frontend", "monitor",
            """
            {
              "metadata": {"name": "studio", "type": "ScalableJobService", "cpu": 1, "memory": 2000},
              "containers": [{"image": "python:3.12-slim"}],
              "front_end": {
                "image": "python:3.12-slim",
                "script": "exec python3 -m http.server $EJ_PORT",
                "port": 8001,
                "cpu": 1,
                "memory": 1000
              },
              "autoscaler": {"min": 0, "max": 3, "strategies": {"avg_waiting_length": 1}}
            }
            """),
        .. Samples(("train-on-demand", "rocket"), ("classify", "sparkles")),
    ];

    /// <summary>Those of deploy/samples/services. Each has a pipeline of its name, which sends it tasks.</summary>
    private static IEnumerable<ServiceTemplate> Samples(params IEnumerable<(string Name, string Icon)> samples) => samples
        .Select(sample => (sample.Name, sample.Icon, File: Path.Combine(SampleCatalog.DefaultDirectory, "services", $"{sample.Name}.yaml")))
        .Where(sample => File.Exists(sample.File))
        .Select(sample => new ServiceTemplate(sample.Name, sample.Icon, File.ReadAllText(sample.File)));
}
