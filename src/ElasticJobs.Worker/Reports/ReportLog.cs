using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Worker.Reports;

/// <summary>
/// Keeps on file which report is about to be made. A worker that takes over makes the same one again, with the same number and bytes, so that the queue can tell whether it has it.
/// It stands against the end of the worker, not of the machine, which ends the task as well.
/// </summary>
internal sealed class ReportLog : IDisposable
{
    /// <summary>All content has this length, so that one write replaces it wholly.</summary>
    private const int Length = 128;

    private readonly SafeFileHandle _file;

    public ReportLog(string path)
    {
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var content = new byte[Length];
        Begun = OutputCut.Parse(Encoding.ASCII.GetString(content, 0, RandomAccess.Read(_file, content, 0)));
    }

    /// <summary>What may have been reported or not when it was opened.</summary>
    public OutputCut Begun { get; }

    public void Begin(OutputCut cut) => RandomAccess.Write(_file, Encoding.ASCII.GetBytes(cut.ToString().PadRight(Length - 1) + "\n"), 0);

    public void Dispose() => _file.Dispose();
}
