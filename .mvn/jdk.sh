# Picks the JDK that Stillframe is built and run with; mvnw and infra/up source this file.
# POSIX sh. Sets and exports JAVA_HOME, or says in one line what is missing and ends with 1.

STILLFRAME_JDK=25

# The major version of the JDK in a directory, as its release file tells it; nothing when there is no JDK.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
}

# The first of the directories with a JDK that is new enough.
pick_jdk() {
  for jdk_candidate in "$@"; do
    jdk_found=$(jdk_version "$jdk_candidate")
    if [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$STILLFRAME_JDK" ]; then
      printf '%s\n' "$jdk_candidate"
      return 0
    fi
  done
  return 1
}

# The JDK that the java on the PATH belongs to; it is often reached through several links.
jdk_on_path() {
  jdk_java=$(command -v java) || return 0
  while [ -L "$jdk_java" ]; do
    jdk_link=$(readlink "$jdk_java")
    case $jdk_link in
    /*) jdk_java=$jdk_link ;;
    *) jdk_java=$(dirname "$jdk_java")/$jdk_link ;;
    esac
  done
  (cd "$(dirname "$jdk_java")/.." && pwd -P)
}

require_jdk() {
  JAVA_HOME=$(pick_jdk "${JAVA_HOME:-}" "$(jdk_on_path)" "$@") || {
    echo "Stillframe needs a JDK $STILLFRAME_JDK or newer and found none: install one, for example Eclipse Temurin from https://adoptium.net, and set JAVA_HOME if it is in an unusual place." >&2
    exit 1
  }
  export JAVA_HOME
}

# Where installers and package managers put JDKs.
require_installed_jdk() {
  require_jdk /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}
