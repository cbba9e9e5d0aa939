// winnow-worker: the child that reads evidence. Started by the supervisor with its
// descriptors open and nothing else; of no use by itself.
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cstdio>
#include <string_view>

#include "scanner/wire/channel.h"
#include "scanner/worker/library_versions.h"
#include "scanner/worker/scan_exhibit.h"

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--version-json") {
    std::printf("%s\n", winnow::library_versions_json().c_str());
    return 0;
  }
  int type = 0;
  socklen_t length = sizeof type;
  if (argc != 1 ||
      ::getsockopt(winnow::kChannelFd, SOL_SOCKET, SO_TYPE, &type, &length) != 0) {
    std::fprintf(
        stderr,
        "winnow-worker: this program is started by winnow; run `winnow scan`\n");
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  winnow::Channel channel{winnow::Fd(winnow::kChannelFd)};
  const auto served = winnow::serve(channel);
  if (!served) {
    std::fprintf(stderr, "winnow-worker: %s\n", served.error().line().c_str());
    return 2;
  }
  return 0;
}
