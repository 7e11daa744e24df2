using ElasticJobs.Web.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    // Settings and assets lie beside the program, wherever it is started from.
    ContentRootPath = AppContext.BaseDirectory,
});
builder.AddElasticJobs();

var app = builder.Build();
app.UseElasticJobs();
await app.RunElasticJobsAsync();
