using Wellbeing.Web.Components;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFrontEnd(builder.Configuration);
builder.Services.AddRazorPages();

var app = builder.Build();
app.UseFrontEnd();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.Run();
