package sealswarm.console;

import picocli.CommandLine.IVersionProvider;

/** The version written into the jar by the build. */
final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProjectVersion.class.getPackage().getImplementationVersion();
        return new String[] {"sealswarm " + (version == null ? "(not built as a jar)" : version)};
    }
}
