using System.Data.Common;
using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Migrations;

namespace ElasticJobs.Storage.Hosting;

internal sealed class StorageInitializer(DatabaseTarget target, DatabaseMigrator migrator, IProjectStore projects, TimeProvider time) : IStorageInitializer
{
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.MigrateAsync(cancellationToken);
            await projects.AddAsync(new Project(Project.DefaultName, "", time.GetUtcNow()), cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            var remedy = target.IsSqlite
                ? $"Check that {target.File} and its directory can be written and that the disk is not full, or name another in ElasticJobs:DataDirectory."
                : $"Check that the server runs and that {StorageOptions.ConnectionStringSetting} names it, a database and a user who may make tables in it.";
            throw new InvalidOperationException($"The database can't be used: {exception.Message} {remedy}", exception);
        }
    }
}
