using System.CommandLine;
using Wellbeing.Cli;
using Wellbeing.Cli.Database;
using Wellbeing.Cli.Replay;

var root = new RootCommand(
    "Looks after the feelings of people with blood cancer between appointments: tools for operators and administrators."
)
{
    SimulateCommand.Create(),
    BacktestCommand.Create(),
    ScoreCommand.Create(),
    CalibrateCommand.Create(),
    SettingsCommand.Create(),
    CheckCommand.Create(),
    FirstAdministratorCommand.Create(),
    VerifyAuditCommand.Create(),
    RetentionCommand.Create(),
    DoctorCommand.Create(),
    KeysCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
};

return Operator.Run(root, args);
