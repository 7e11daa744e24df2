namespace ElasticJobs.Web.Features.Settings;

/// <summary>Names the words of the settings.</summary>
internal sealed class SettingsTexts;
