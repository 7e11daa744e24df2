using System.Text;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Reports;

namespace ElasticJobs.Worker.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void ProgressLines_InPieces_AreFoundWhereverTheyAreCut()
    {
        var text = Encoding.UTF8.GetBytes("x ##ej progress 0.1 no\n##ej progress 0.5 héé\n##ej progres\n");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var lines = new ProgressLines();
            var found = lines.Find(text.AsSpan(0, cut));

            Assert.Equal(new TaskProgress(0.5, "héé"), lines.Find(text.AsSpan(cut)) ?? found);
        }
    }

    [Fact]
    public void ProgressLines_AfterALongLine_AreFound()
    {
        var lines = new ProgressLines();

        Assert.Null(lines.Find(Encoding.ASCII.GetBytes($"{TaskProgress.Prefix}0.1 {new string('x', 5000)}")));
        Assert.Equal(0.1, lines.Find("\n"u8)?.Progress);
        Assert.Equal(0.2, lines.Find("##ej progress 0.2\n"u8)?.Progress);
    }

    [Theory]
    [InlineData("0.5", 0.5, "")]
    [InlineData("  1   two  words ", 1.0, "two  words")]
    [InlineData("1.1 much", null, null)]
    [InlineData("-0.1", null, null)]
    [InlineData("half", null, null)]
    [InlineData("", null, null)]
    public void Progress_OfAText_IsANumberAndWords(string text, double? progress, string? message) =>
        Assert.Equal((progress, message), (TaskProgress.Parse(text)?.Progress, TaskProgress.Parse(text)?.Message));

    [Fact]
    public void Tail_OfMuch_IsTheEndInWholeCharacters()
    {
        var tail = new OutputTail();
        for (var i = 0; i < 2000; i++)
            tail.Add(Encoding.UTF8.GetBytes($"{i}é\n"));

        Assert.EndsWith("1998é\n1999é\n", tail.ToString(), StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(tail.ToString()), OutputTail.Bytes - 3, OutputTail.Bytes);
        Assert.DoesNotContain('\uFFFD', tail.ToString());
    }

    [Fact]
    public void ReportLog_OpenedAgain_HasTheReportThatWasBegun()
    {
        using var directory = new TemporaryDirectory();
        var first = OutputCut.None.Next(OutputStream.Output, 100);
        var second = first.Next(OutputStream.Error, 7);
        using (var log = new ReportLog(directory["reported"]))
        {
            Assert.Equal(OutputCut.None, log.Begun);
            log.Begin(first);
            log.Begin(second);
        }

        using var again = new ReportLog(directory["reported"]);
        Assert.Equal(new OutputCut(2, OutputStream.Error, 100, 0, 7), again.Begun);
        Assert.Equal((0, new OutputCut(2, null, 100, 7, 0)), (again.Begun.Start, again.Begun.Done()));
    }

    [Fact]
    public void OutputFile_OfMoreThanAPiece_EndsPiecesWithLines()
    {
        using var directory = new TemporaryDirectory();
        var line = new string('x', 99) + "\n";
        File.WriteAllText(directory["out"], string.Concat(Enumerable.Repeat(line, 200)) + "rest");
        using var file = new OutputFile(directory["out"]);

        var first = file.Next(0).ToArray();
        var second = file.Next(first.Length).ToArray();

        Assert.Equal(16_300, first.Length);
        Assert.EndsWith("\nrest", Encoding.ASCII.GetString(second), StringComparison.Ordinal);
        Assert.True(file.Next(first.Length + second.Length).IsEmpty);
    }

    [Theory]
    [InlineData("0\n10.50 12.75\n0m0.00s 0m0.00s\n1m1.50s 0m0.25s\n", 0, 2250, 61.75)]
    [InlineData("143\n1700000000 1700000003\n", 143, 3000, null)]
    [InlineData("lost\n10.00 11.00\n", null, 0, null)]
    [InlineData("lost\n", null, 0, null)]
    [InlineData("", null, 0, null)]
    public void Exit_AsTheScriptWritesIt_IsRead(string text, int? code, int milliseconds, double? cpu) =>
        Assert.Equal(new TaskExit(code, TimeSpan.FromMilliseconds(milliseconds), cpu), TaskExit.Parse(text));
}
