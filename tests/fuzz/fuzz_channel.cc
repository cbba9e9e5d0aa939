// The input is all that a child ever writes into its end of the channel.
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "scanner/wire/channel.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::size_t kMostAtOnce = 64 << 10;  // fits into the socket without a reader

}  // namespace

Violation fuzz_channel(Bytes input) {
  input = input.first(std::min(input.size(), kMostAtOnce));
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return {};
  Channel channel{Fd(ends[0])};
  {
    const Fd child(ends[1]);
    if (!write_all(child.get(), input, "channel")) return {};
  }
  std::uint64_t taken = 0;
  for (;;) {
    const auto frame = channel.receive();
    if (!frame || !*frame) break;
    taken += sizeof(std::uint32_t) + (*frame)->size();
    static_cast<void>(decode(**frame));
  }
  if (taken > input.size()) return "frames hold more than was sent";
  return {};
}

}  // namespace winnow
