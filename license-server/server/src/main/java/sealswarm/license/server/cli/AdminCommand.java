package sealswarm.license.server.cli;

import picocli.CommandLine.Command;

/** {@code sealswarm admin}: what operators take back, whom they let in, and the trail of it. */
@Command(
        name = "admin",
        description = "Revokes, approves, and shows who did what. Sign in with 'sealswarm login --role operator'.",
        subcommands = {
            RevokeCommand.class,
            UnrevokeCommand.class,
            StudiosCommand.class,
            ApproveCommand.class,
            AuditCommand.class
        })
public final class AdminCommand {}
