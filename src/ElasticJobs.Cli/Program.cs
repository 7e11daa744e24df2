using System.CommandLine;

var root = new RootCommand("Draws, runs and follows pipelines on an ElasticJobs console.");
return await root.Parse(args).InvokeAsync();
