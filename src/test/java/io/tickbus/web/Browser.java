package io.tickbus.web;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium as Debian's packages chromium and chromium-driver bring it. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one; where none is installed the test is skipped, and says so. */
    static Browser open() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "no browser: install Debian's packages chromium and chromium-driver");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // which root needs
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900");
        return new Browser(new ChromeDriver(service, options));
    }

    void go(String address) {
        driver.get(address);
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /**
     * Returns the texts of all elements at one moment, even if the page redraws them. An empty cell of a grid has a
     * space.
     */
    List<String> texts(String css) {
        List<?> texts = (List<?>) Objects.requireNonNull(driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)", css));
        return texts.stream()
                .map(text -> String.valueOf(text).replace('\u00a0', ' ').strip())
                .toList();
    }

    /** Runs the body of an asynchronous function in the page. Returns its result, or the text of its error. */
    Object run(String body) {
        return Objects.requireNonNull(driver.executeAsyncScript(
                "const done = arguments[0]; (async () => {" + body + "})().then(done, error => done(String(error)))"));
    }

    /** The rows that a table's page says there are. */
    long count() {
        return Long.parseLong(find("h2 output").getText().replaceAll("[^0-9]", ""));
    }

    /** Waits until something holds; gives what it gave. */
    <T> T await(String what, Function<Browser, T> look) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(what)
                .ignoring(StaleElementReferenceException.class)
                .until(same -> look.apply(this));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
