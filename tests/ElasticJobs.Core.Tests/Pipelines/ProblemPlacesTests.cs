using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Tests.Pipelines;

public sealed class ProblemPlacesTests
{
    private const string Text = """
        spec:
          tasks:
            - id: one
              env:
                A: "1"
              after: [zero,
                two]
        """;

    [Theory]
    [InlineData("spec.tasks[0].after[1]", 7, 9)]
    [InlineData("spec.tasks[0].env.A", 5, 9)]
    [InlineData("spec.tasks[0]", 3, 7)]
    [InlineData("spec.tasks[0].args.command", 3, 7)]
    [InlineData("spec.tasks[4]", 2, 3)]
    [InlineData("metadata.name", 1, 1)]
    [InlineData("", 1, 1)]
    public void Find_Path_GivesItsPlaceOrTheNearestAround(string path, int line, int column)
    {
        var found = Assert.Single(ProblemPlaces.Find(Text, [new Problem(path, "code", "Wrong.", "Mend it.")]));

        Assert.Equal((line, column), (found.Line, found.Column));
    }

    [Fact]
    public void Find_PlaceIsKnown_IsLeftAlone()
    {
        var found = Assert.Single(ProblemPlaces.Find(Text, [new Problem("spec", "code", "Wrong.", "Mend it.") { Line = 9, Column = 2 }]));

        Assert.Equal((9, 2), (found.Line, found.Column));
    }

    [Theory]
    [InlineData("metadata: {name: broken\nspec: [")]
    [InlineData("a: [")]
    [InlineData("a: {b: c\nd: e")]
    public void Read_CutOffText_IsAProblemWithItsLine(string text)
    {
        var read = PipelineReader.Read(text);

        Assert.Null(read.Document);
        Assert.True(Assert.Single(read.Problems) is { Code: ProblemCodes.Syntax, Line: > 0 });
    }
}
