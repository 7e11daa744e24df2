using ElasticJobs.Web.Features.Runs.Detail.Results;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class ResultReaderTests
{
    [Fact]
    public void Results_OfEachKind_AreRead()
    {
        var results = Read("""
            [{"type": "text", "title": "T", "text": "**good**"},
             {"type": "table", "columns": ["a", "b"], "rows": [[1, "x"], [2.5, null]]},
             {"type": "image", "image": "data:image/png;base64,AAAA"},
             {"type": "chart", "kind": "line", "labels": ["p", "q"], "series": [{"name": "s", "values": [1, null]}]}]
            """);

        Assert.Contains("<strong>good</strong>", Assert.IsType<TextResult>(results[0]).Html, StringComparison.Ordinal);
        Assert.Equal(["2.5", ""], Assert.IsType<TableResult>(results[1]).Rows[1]);
        Assert.IsType<ImageResult>(results[2]);
        Assert.Equal([1, null], Assert.IsType<ChartResult>(results[3]).Series[0].Values);
    }

    [Fact]
    public void CubeStudioMetrics_AreRead()
    {
        var results = Read("""[{"metric_type": "text", "describe": "D", "text": "hello"}, {"metric_type": "echart-line", "describe": "E", "file_path": "/x"}]""");

        Assert.Equal("D", Assert.IsType<TextResult>(results[0]).Title);
        Assert.Contains("/x", Assert.IsType<RawResult>(results[1]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](data:text/html;base64,AAAA)")]
    [InlineData("![x](https://elsewhere.example/pixel.png)")]
    [InlineData("[x](//elsewhere.example)")]
    public void Markdown_WithAnythingActive_LosesIt(string markdown)
    {
        var html = SafeMarkdown.ToHtml(markdown);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"data", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("elsewhere", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Markdown_WithALinkToTheWeb_KeepsIt() =>
        Assert.Contains("href=\"https://example.org/a\"", SafeMarkdown.ToHtml("[x](https://example.org/a)"), StringComparison.Ordinal);

    [Theory]
    [InlineData("data:image/svg+xml;base64,AAAA")]
    [InlineData("https://example.org/a.png")]
    [InlineData("javascript:alert(1)")]
    public void Image_OtherThanPngOrJpegData_IsNotShown(string source) =>
        Assert.IsType<RawResult>(Assert.Single(Read($$"""[{"type": "image", "image": "{{source}}"}]""")));

    [Theory]
    [InlineData("no json at all")]
    [InlineData("[1, null, \"x\"]")]
    [InlineData("{\"type\": 7}")]
    [InlineData("[{\"type\": \"table\"}, {\"type\": \"chart\", \"series\": [{}]}]")]
    public void Nonsense_IsShownAsItIs(string text) => Assert.All(Read(text), result => Assert.IsType<RawResult>(result));

    [Fact]
    public void Table_OfManyRows_IsCutAndSaysSo()
    {
        var rows = string.Join(',', Enumerable.Range(0, 1500).Select(row => $"[{row}]"));

        var table = Assert.IsType<TableResult>(Assert.Single(Read($$"""[{"type": "table", "columns": ["n"], "rows": [{{rows}}]}]""")));

        Assert.True(table.IsCut);
        Assert.Equal(1000, table.Rows.Count);
    }

    [Fact]
    public void Chart_WithNegativeValues_StaysInsideItsBox()
    {
        var chart = new DrawnChart(new ChartResult("", false, ["a", "b"], [new ChartSeries("s", [-5, 5])]));

        Assert.All(chart.Bars, bar => Assert.InRange(double.Parse(bar.Y, System.Globalization.CultureInfo.InvariantCulture), 0, DrawnChart.Height));
    }

    [Fact]
    public void Chart_LineWithAValueOnItsOwn_DrawsADotThere()
    {
        var chart = new DrawnChart(new ChartResult("", true, ["a", "b", "c", "d"], [new ChartSeries("s", [1, 2, null, 4])]));

        Assert.Equal(0, Assert.Single(chart.Dots).Series);
        Assert.Single(new DrawnChart(new ChartResult("", true, ["a"], [new ChartSeries("s", [7])])).Dots);
    }

    private static IReadOnlyList<TaskResult> Read(string json) => ResultReader.Read(new Dictionary<string, string> { ["metric.json"] = json });
}
