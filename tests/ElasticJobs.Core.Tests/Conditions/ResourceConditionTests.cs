using System.Text.Json.Nodes;
using ElasticJobs.Core.Conditions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Conditions;

public sealed class ResourceConditionTests
{
    private static readonly JsonNode Object = JsonNode.Parse("""
        {
          "metadata": {"name": "job-1", "labels": {"a/b.c": "x"}},
          "spec": {"replicas": 3, "paused": false},
          "status": {
            "succeeded": 2, "phase": "Running", "text": "10", "nothing": null,
            "conditions": [{"type": "Created", "status": "True"}, {"type": "Complete", "status": "False", "message": "half way"}]
          }
        }
        """)!;

    [Theory]
    [InlineData("status.succeeded > 0", true)]
    [InlineData("status.succeeded > 1.5", true)]
    [InlineData("status.succeeded>=3", false)]
    [InlineData("$.status.succeeded == 2", true)]
    [InlineData(".status.succeeded != 2", false)]
    [InlineData("status.text > 9", true)]
    [InlineData("status.text == 10.0", true)]
    [InlineData("status.phase == Running", true)]
    [InlineData("status.phase == 'Running'", true)]
    [InlineData("status.phase in (Failed, \"Running\")", true)]
    [InlineData("status.phase in (Failed)", false)]
    [InlineData("status.phase > Qunning", true)]
    [InlineData("status.phase > 1", false)]
    [InlineData("status.gone == 1", false)]
    [InlineData("status.gone != 1", false)]
    [InlineData("status.gone < 1", false)]
    [InlineData("status.gone", false)]
    [InlineData("!status.gone", true)]
    [InlineData("status.nothing == null", true)]
    [InlineData("status.nothing", false)]
    [InlineData("spec.paused", false)]
    [InlineData("spec.paused == false", true)]
    [InlineData("spec.replicas", true)]
    [InlineData("status.conditions == 1", false)]
    [InlineData("metadata.labels['a/b.c'] == x", true)]
    [InlineData("status.conditions[0].type == Created", true)]
    [InlineData("status.conditions[-1].type == Complete", true)]
    [InlineData("status.conditions[2].type == Complete", false)]
    [InlineData("status.conditions[*].status == \"False\"", true)]
    [InlineData("status.conditions[?(@.type == \"Complete\")].status == \"True\"", false)]
    [InlineData("status.conditions[?(@.type == Created && @.status != False)].status == \"True\"", true)]
    [InlineData("status.succeeded > 0 && status.phase == Done", false)]
    [InlineData("status.succeeded > 0 || status.phase == Done", true)]
    [InlineData("status.succeeded > 0, status.phase == Running", true)]
    [InlineData("status.phase == Done || status.phase == Over && spec.replicas == 3", false)]
    [InlineData("(status.phase == Running || status.phase == Over) && !(spec.replicas == 4)", true)]
    public void Condition_OfAnObject_HoldsOrNot(string text, bool holds) => Assert.Equal(holds, ResourceCondition.Parse(text).Holds(Object));

    [Theory]
    [InlineData("", 1)]
    [InlineData("status.phase ==", 16)]
    [InlineData("status.phase = Running", 14)]
    [InlineData("status..phase", 8)]
    [InlineData("status.a == 'x", 13)]
    [InlineData("status.a[x]", 10)]
    [InlineData("status.a[0", 11)]
    [InlineData("(status.a", 10)]
    [InlineData("status.a == 1 status.b", 15)]
    [InlineData("status.a in 1", 13)]
    [InlineData("status.c[?(@.a == 1].b", 20)]
    [InlineData("status.a == 1 &&", 17)]
    public void Condition_OfWrongSyntax_IsRefusedWithThePlace(string text, int character)
    {
        Assert.False(ResourceCondition.TryParse(text, out _, out var error));

        Assert.Equal(character, error.Position + 1);
        Assert.NotEmpty(error.En);
        Assert.NotEmpty(error.Zh);
        Assert.Throws<FormatException>(() => ResourceCondition.Parse(text));
    }

    [Fact]
    public void Condition_NestedWithoutEnd_IsRefused()
    {
        Assert.False(ResourceCondition.TryParse(new string('(', 1500), out _, out _));
        Assert.False(ResourceCondition.TryParse(new string('!', 1500) + "a", out _, out _));
        Assert.False(ResourceCondition.TryParse(new string('a', 3000), out _, out _));
    }

    [Fact]
    public void Text_IsFoundByItsPath()
    {
        Assert.Equal("half way", ResourceCondition.TextAt("status.conditions[?(@.type == Complete)].message", Object));
        Assert.Equal("2", ResourceCondition.TextAt("status.succeeded", Object));
        Assert.Null(ResourceCondition.TextAt("status.gone", Object));
        Assert.Null(ResourceCondition.TextAt("status.a ==", Object));
    }

    /// <summary>Whatever is typed: a condition or an error with a place, never another exception.</summary>
    [Property(MaxTest = 3000)]
    public Property AnyText_IsReadOrRefused() => Prop.ForAll(
        Gen.Elements("status", ".phase", "[0]", "[?(", "@.a", ")]", "==", ">", "in", "(", ")", "&&", "||", "!", ",", "'x'", "\"", "1", " ", "$", "*", "-", "null").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text => ResourceCondition.TryParse(text, out var condition, out var error) ? condition.Holds(Object) || true : error.Position >= 0 && error.Position <= text.Length);

    /// <summary>Numbers compare as numbers do, whichever way they are written.</summary>
    [Property]
    public bool Numbers_CompareAsNumbers(int left, int right)
    {
        var node = new JsonObject { ["a"] = left, ["t"] = left.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        bool Holds(string sign) => ResourceCondition.Parse(System.FormattableString.Invariant($"a {sign} {right}")).Holds(node);
        return Holds("==") == (left == right) && Holds("!=") == (left != right) && Holds("<") == (left < right) && Holds("<=") == (left <= right)
            && Holds(">") == (left > right) && Holds(">=") == (left >= right)
            && ResourceCondition.Parse(System.FormattableString.Invariant($"t > {right}")).Holds(node) == (left > right);
    }

    /// <summary>De Morgan, over comparisons of this object.</summary>
    [Property]
    public Property Negation_TurnsAndIntoOr() => Prop.ForAll(
        Gen.Elements("status.succeeded > 0", "status.phase == Done", "status.gone", "spec.replicas == 3").Two().ToArbitrary(),
        pair => ResourceCondition.Parse($"!({pair.Item1} && {pair.Item2})").Holds(Object) == ResourceCondition.Parse($"!({pair.Item1}) || !({pair.Item2})").Holds(Object));
}
