package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Holds which libraries an application gets with Tickbus, which packages the javadoc shows, and what the page installation lists. */
class PomTest {
    @SuppressWarnings("NullAway.Init")
    private static Document pom;

    @BeforeAll
    static void parse() throws Exception {
        pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
    }

    private static NodeList nodes(String path) throws XPathExpressionException {
        return (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    }

    private static String text(String path, Node from) throws XPathExpressionException {
        return XPathFactory.newInstance().newXPath().evaluate(path, from);
    }

    private static List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes = nodes(path);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    @Test
    void applicationGetsFourLibrariesWithTickbus() throws Exception {
        assertThat(texts("/project/dependencies/dependency[not(optional = 'true') and not(scope = 'test')]/artifactId"))
                .containsExactlyInAnyOrder("vertx-core", "slf4j-api", "jspecify", "javakdb");
    }

    @Test
    void javadocShowsEveryPublicPackage() throws Exception {
        assertThat(texts("//sourceFileInclude")).containsAll(publicPackages());
    }

    @Test
    void installationPageHasEachOptionalLibraryWithItsVersion() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/installation.md"));
        NodeList optional = nodes("/project/dependencies/dependency[optional = 'true']");
        assertThat(optional.getLength()).isPositive();
        for (int i = 0; i < optional.getLength(); i++) {
            String group = text("groupId", optional.item(i));
            String version = text("version", optional.item(i)).replaceAll("\\$\\{(.*)}", "$1");
            String shown = version.isEmpty() ? "that of Vert.x" : text("/project/properties/" + version, pom);
            assertThat(page).contains("`" + group + ":" + text("artifactId", optional.item(i)) + "` | " + shown + " |");
        }
    }

    private static List<String> publicPackages() throws IOException {
        return PublicApiTest.publicPackages().stream()
                .map(name -> name.replace('.', '/') + "/*.java")
                .toList();
    }
}
