package sealswarm.onebox.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.onebox.serve.Shop;

/**
 * What all acts play on.
 *
 * @param shop the running shop
 * @param cast its people
 * @param commands the launcher's commands
 * @param props the media
 * @param story how it is told
 * @param data the run's directory
 * @param audience told what is not a step
 */
record Scene(Shop shop, Cast cast, Commands commands, Props props, Story story, Path data, Consumer<String> audience) {
    private static final Pattern INVITATION = Pattern.compile("open (http\\S+) and confirm the code");
    private static final long POLL_MILLIS = 100;

    /** What a waiting step looks at until it is so. */
    @FunctionalInterface
    interface Question {
        boolean isSo() throws Exception;
    }

    /** Looks ten times a second, for as long as the film's size allows. */
    void waitUntil(String what, Question question) throws Exception {
        long limitMillis = commands.patience().toMillis();
        for (long waitedMillis = 0; waitedMillis < limitMillis; waitedMillis += POLL_MILLIS) {
            if (question.isSo()) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new Story.Mismatch(what + " within " + limitMillis / 1000 + " s", "nothing of the kind");
    }

    /** Begins to sign a member in at the command line of a home: {@code login}. */
    Commands.Child beginLogIn(Cast.Member member, String home) throws Exception {
        return commands.start(
                home,
                "login",
                "--role",
                member.role().realmName(),
                "--server",
                shop.licenseServer().toString());
    }

    /** Confirms the code of a {@code login} on Keycloak's own pages; the command ends once it has its tokens. */
    void confirm(Commands.Child login, Cast.Member member) throws Exception {
        waitUntil(
                "an invitation to sign in",
                () -> INVITATION.matcher(login.said()).find() || !login.isRunning());
        Matcher invitation = INVITATION.matcher(login.said());
        Story.require(invitation.find(), "an invitation to sign in", login.said());
        signIn(member).approveDevice(URI.create(invitation.group(1)));
    }

    /** A line that is not a step. */
    void say(String line) {
        audience.accept(line);
    }

    /** The member at a browser of their own. */
    HeadlessSignIn signIn(Cast.Member member) {
        return new HeadlessSignIn(
                new HeadlessBrowser(), member.name(), member.password().revealSecret());
    }

    /** Runs a command that must end well and gives its result. */
    String done(String owner, String... words) throws Exception {
        return done(commands.start(owner, words));
    }

    /** The result of a command that must end well. */
    static String done(Commands.Child child) throws Exception {
        Commands.Ended ended = child.await();
        Story.require(ended.exit() == 0, child.word() + " ends with 0", ended.exit() + ": " + ended.complaint());
        return ended.out();
    }
}
