using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

/// <summary>Every expression that cube-studio's templates, samples and manual use, unchanged.</summary>
public class CubeStudioExpressionsTests
{
    [Theory]
    [InlineData("{{creator}}", "ann")]
    [InlineData("{{runner}}", "bob")]
    [InlineData("{{pipeline_id}}", "17")]
    [InlineData("{{pipeline_name}}", "penguins")]
    [InlineData("{{cluster_name}}", "dev")]
    [InlineData("{{execution_date}}", "2024-02-01 00:00:00")]
    [InlineData("{{datetime.datetime.now().strftime('%Y-%m-%d')}}", "2024-03-01")]
    [InlineData("{{ datetime.datetime.now().strftime('v%Y.%m.%d.1') }}", "v2024.03.01.1")]
    [InlineData("""{{datetime.datetime.now().strftime("%Y%m%d-%H%M%S.%f")}}""", "20240301-075907.123456")]
    [InlineData("{{(datetime.datetime.strptime(execution_date,'%Y-%m-%d %H:%M:%S')-datetime.timedelta(days=1)).strftime('%Y%m%d')}}", "20240131")]
    [InlineData("/mnt/{{creator}}/x", "/mnt/ann/x")]
    public void Expression_InARun_RendersAsInPython(string text, string expected) => Assert.Equal(expected, Scopes.Render(text));

    [Fact]
    public void UuidHex_InARun_IsAVersion4Uuid()
    {
        var hex = Scopes.Render("{{uuid.uuid4().hex}}");

        Assert.Matches("^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$", hex);
    }

    [Fact]
    public void UuidHex_Sliced_HasFourCharacters() => Assert.Matches("^[0-9a-f]{4}$", Scopes.Render("{{uuid.uuid4().hex[:4]}}"));

    [Fact]
    public void Uuid_RenderedAgain_IsTheSame()
    {
        var template = ExpressionTemplate.Parse("{{uuid.uuid4()}} {{uuid.uuid4()}}");
        var parts = template.Render(Scopes.Run).Split(' ');

        Assert.Equal(string.Join(' ', parts), template.Render(Scopes.Run));
        Assert.NotEqual(parts[0], parts[1]);
    }

    [Theory]
    [InlineData("run-2", "tasks.train.args.script", null)]
    [InlineData("run-1", "tasks.train.env.ID", null)]
    [InlineData("run-1", "tasks.train.args.script", 0)]
    public void Uuid_InAnotherRunOrField_IsAnother(string run, string field, int? index)
    {
        var template = ExpressionTemplate.Parse("{{uuid.uuid4()}}");

        Assert.NotEqual(template.Render(Scopes.Run), template.Render(Scopes.Run with { RunId = run, FieldPath = field, Index = index }));
    }
}
