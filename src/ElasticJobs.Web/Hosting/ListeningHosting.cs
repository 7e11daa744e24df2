namespace ElasticJobs.Web.Hosting;

internal static class ListeningHosting
{
    /// <summary>Where the console listens when neither <c>ASPNETCORE_URLS</c>, <c>--urls</c> nor the ports settings say otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private static readonly string[] Settings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddListening(this WebApplicationBuilder builder)
    {
        var chosen = Settings.Any(key => !string.IsNullOrWhiteSpace(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!chosen)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }
}
