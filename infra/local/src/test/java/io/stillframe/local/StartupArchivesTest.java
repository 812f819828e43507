package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StartupArchivesTest {
  private static final FileTime BUILT = FileTime.fromMillis(1_000_000);
  private static final FileTime BEFORE = FileTime.fromMillis(999_000);
  private static final FileTime AFTER = FileTime.fromMillis(1_001_000);

  @TempDir Path root;
  private Settings settings;
  private Path archive;

  @BeforeEach
  void build() throws IOException {
    settings = Settings.withFreePorts(root, root.resolve("data"));
    write(Service.QUERY.jar(root), BUILT);
    archive = StartupArchive.CLASSES.of(Service.QUERY, root);
  }

  @Test
  void anArchiveThatIsNewerThanTheServiceIsUsed() throws IOException {
    // Given
    write(archive, AFTER);
    // When
    List<String> options = StartupArchives.options(Service.QUERY, settings);
    // Then
    assertThat(options).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void anArchiveOfAnEarlierBuildIsNot() throws IOException {
    // Given
    write(archive, BEFORE);
    // When
    List<String> options = StartupArchives.options(Service.QUERY, settings);
    // Then
    assertThat(options).isEmpty();
  }

  @Test
  void aServiceStartsWithoutOne() {
    assertThat(StartupArchives.options(Service.QUERY, settings)).isEmpty();
  }

  @Test
  void whoRecordsUsesNone() throws IOException {
    // Given
    write(archive, AFTER);
    // When
    List<String> options =
        StartupArchives.options(Service.QUERY, settings.withRecording(StartupArchive.CLASSES));
    // Then
    assertThat(options)
        .anyMatch(each -> each.startsWith("-XX:ArchiveClassesAtExit=" + archive + "."))
        .noneMatch(each -> each.contains("SharedArchiveFile"));
  }

  private static void write(Path file, FileTime time) throws IOException {
    Files.createDirectories(file.getParent());
    Files.setLastModifiedTime(Files.writeString(file, ""), time);
  }
}
