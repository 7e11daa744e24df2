using Bunit;
using ElasticJobs.Web.Components;

namespace ElasticJobs.Components.Tests.Console;

public sealed class TypedFieldTests : ConsolePage
{
    private readonly List<string> _told = [];

    [Fact]
    public void Keystrokes_AreToldAndNotRendered_HoweverLateTheyComeBack()
    {
        var field = Show("");
        var drawn = field.RenderCount;
        foreach (var text in new[] { "a", "ab", "a" })
        {
            field.Find("input").Input(text);
        }

        foreach (var late in new[] { "a", "ab" })
        {
            Come(field, late);
            Assert.Equal(drawn, field.RenderCount);
        }

        Assert.Equal(["a", "ab", "a"], _told);
    }

    [Fact]
    public void Text_OfSomebodyElse_IsShown()
    {
        var field = Show("abc");
        field.Find("input").Input("abcd");
        Come(field, "abcd");

        Come(field, "abc");
        Assert.Equal("abc", field.Find("input").GetAttribute("value"));

        Come(field, "");
        Assert.Equal("", field.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void Element_FollowsItsAttributes_AndKeepsWhatIsTyped()
    {
        var field = Show("abc");
        field.Find("input").Input("abcd");

        field.Render(parameters => parameters.AddUnmatched("disabled", true));

        Assert.True(field.Find("input").HasAttribute("disabled"));
        Assert.Equal("abcd", field.Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<TypedField> Show(string value) =>
        Render<TypedField>(parameters => parameters.Add(field => field.Value, value).Add(field => field.ValueChanged, _told.Add).AddUnmatched("id", "field"));

    private static void Come(IRenderedComponent<TypedField> field, string value) =>
        field.Render(parameters => parameters.Add(component => component.Value, value).AddUnmatched("id", "field"));
}
