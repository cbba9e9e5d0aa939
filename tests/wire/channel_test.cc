#include "scanner/wire/channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <thread>

#include "tests/wire/sample_messages.h"

namespace winnow {
namespace {

// Two ends: a channel, and a plain socket that can send anything.
struct Ends {
  Channel channel{Fd()};
  Fd other;
};

Ends make_ends() {
  std::array<int, 2> ends{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  return {Channel(Fd(ends[0])), Fd(ends[1])};
}

void put(const Fd& fd, const std::string& bytes) {
  EXPECT_EQ(::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
}

TEST(Channel, CarriesEveryMessage) {
  Ends ends = make_ends();
  Channel other(std::move(ends.other));
  for (const Message& message : sample_messages()) {
    ASSERT_TRUE(ends.channel.send(message));
  }
  ASSERT_TRUE(ends.channel.flush());
  for (const Message& message : sample_messages()) {
    const auto frame = other.receive();
    ASSERT_TRUE(frame);
    ASSERT_TRUE(*frame);
    const auto received = decode(**frame);
    ASSERT_TRUE(received);
    EXPECT_EQ(received->index(), message.index());
  }
  EXPECT_FALSE(other.has_buffered_frame());
}

TEST(Channel, CarriesMoreThanItsBuffersHold) {
  Ends ends = make_ends();
  Channel other(std::move(ends.other));
  ScanOrder order;
  for (FileId id = 0; id < 300'000; ++id) order.examined.push_back(id);
  std::thread sender([&] {
    EXPECT_TRUE(ends.channel.send(order));
    EXPECT_TRUE(ends.channel.flush());
  });
  const auto frame = other.receive();
  sender.join();
  ASSERT_TRUE(frame && *frame);
  const auto received = decode(**frame);
  ASSERT_TRUE(received);
  EXPECT_EQ(std::get<ScanOrder>(*received).examined, order.examined);
}

TEST(Channel, KnowsWhatIsBuffered) {
  Ends ends = make_ends();
  std::string frames;
  encode(Done{}, frames);
  encode(Done{}, frames);
  put(ends.other, frames);
  EXPECT_FALSE(ends.channel.has_buffered_frame());  // nothing was read yet
  ASSERT_TRUE(ends.channel.receive());
  EXPECT_TRUE(ends.channel.has_buffered_frame());
  ASSERT_TRUE(ends.channel.receive());
  EXPECT_FALSE(ends.channel.has_buffered_frame());
}

TEST(Channel, EndsBetweenFrames) {
  Ends ends = make_ends();
  std::string frames;
  encode(Done{}, frames);
  put(ends.other, frames);
  ends.other.close();
  auto frame = ends.channel.receive();
  ASSERT_TRUE(frame && *frame);
  frame = ends.channel.receive();
  ASSERT_TRUE(frame);
  EXPECT_FALSE(*frame);
}

TEST(Channel, EndInsideAFrameIsAFault) {
  std::string frames;
  encode(ChildDied{"abcdef"}, frames);
  for (std::size_t length = 1; length < frames.size(); ++length) {
    Ends ends = make_ends();
    put(ends.other, frames.substr(0, length));
    ends.other.close();
    const auto frame = ends.channel.receive();
    ASSERT_FALSE(frame) << length;
    EXPECT_EQ(frame.error().kind, FaultKind::truncated);
  }
}

TEST(Channel, ImpossibleLengthsAreRefusedWithoutWaiting) {
  for (const std::string& length :
       {std::string(4, '\0'), std::string("\xff\xff\xff\xff"),
        std::string("\x01\x00\x00\x10", 4)}) {
    Ends ends = make_ends();
    put(ends.other, length);
    const auto frame = ends.channel.receive();
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().kind, FaultKind::malformed);
    EXPECT_TRUE(ends.channel.has_buffered_frame());  // it will not wait for more
  }
}

TEST(Channel, SendingToNobodyIsAFault) {
  Ends ends = make_ends();
  ends.other.close();
  ASSERT_TRUE(ends.channel.send(Done{}));  // waits in memory
  EXPECT_FALSE(ends.channel.flush());
}

}  // namespace
}  // namespace winnow
