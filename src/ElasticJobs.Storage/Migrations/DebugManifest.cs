using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

[DbContext(typeof(ElasticJobsDbContext))]
[Migration(Id)]
internal sealed class DebugManifest : Migration
{
    public const string Id = "20261128234000_DebugManifest";

    protected override void Up(MigrationBuilder migrationBuilder) => MigrationScript.Run(migrationBuilder, "debug_manifest");
}
