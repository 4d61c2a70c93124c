package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Holds what an application gets with Tickbus, and which packages the javadoc shows. */
class PomTest {
    @SuppressWarnings("NullAway.Init")
    private static Document pom;

    @BeforeAll
    static void parse() throws Exception {
        pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
    }

    private static List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
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

    private static List<String> publicPackages() throws IOException {
        return PublicApiTest.publicPackages().stream()
                .map(name -> name.replace('.', '/') + "/*.java")
                .toList();
    }
}
