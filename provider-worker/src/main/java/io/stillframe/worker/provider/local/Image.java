package io.stillframe.worker.provider.local;

import java.nio.file.Path;

import io.stillframe.worker.provider.ProviderVolume;

/** A volume and the image or device that it is. */
record Image(Path path, Sidecar sidecar, ProviderVolume volume) {}
