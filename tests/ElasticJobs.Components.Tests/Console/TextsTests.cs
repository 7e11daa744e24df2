using System.Collections;
using System.Globalization;
using System.Resources;
using ElasticJobs.Web.Components;

namespace ElasticJobs.Components.Tests.Console;

public sealed class TextsTests
{
    public static TheoryData<string> Resources => [.. typeof(CommonTexts).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".resources", StringComparison.Ordinal) && !name.EndsWith(".g.resources", StringComparison.Ordinal))
        .Select(name => name[..^".resources".Length])];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Words_InBothLanguages_HaveTheSameKeysAndPlaceholders(string name)
    {
        var manager = new ResourceManager(name, typeof(CommonTexts).Assembly);
        var english = Words(manager, CultureInfo.InvariantCulture);
        var chinese = Words(manager, CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, pair => Assert.Equal(Placeholders(pair.Value), Placeholders(chinese[pair.Key])));
    }

    private static Dictionary<string, string> Words(ResourceManager manager, CultureInfo culture) =>
        manager.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static IEnumerable<char> Placeholders(string text) =>
        text.Select((sign, index) => (sign, index)).Where(pair => pair.sign == '{' && pair.index + 1 < text.Length && char.IsAsciiDigit(text[pair.index + 1])).Select(pair => text[pair.index + 1]).Distinct().Order();
}
