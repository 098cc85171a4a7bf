using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace Wellbeing.Web.Components;

/// <summary>Tables as files that a spreadsheet opens without running anything in them.</summary>
public static class CsvFile
{
    /// <summary>What a spreadsheet would take for a formula is told to be text.</summary>
    private static readonly CsvConfiguration _safe = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
    };

    public static async Task<FileContentResult> Of<T>(
        IEnumerable<T> rows,
        string name,
        CancellationToken cancellationToken
    )
    {
        var bytes = new MemoryStream();
        await using (var writer = new StreamWriter(bytes, leaveOpen: true))
        await using (var csv = new CsvWriter(writer, _safe))
        {
            await csv.WriteRecordsAsync(rows, cancellationToken);
        }

        return new FileContentResult(bytes.ToArray(), "text/csv; charset=utf-8") { FileDownloadName = name };
    }
}
