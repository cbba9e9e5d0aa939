#include "drivers/web/http_door.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/file.h"
#include "drivers/web/door_rules.h"

namespace winnow {
namespace {

class HttpDoorTest : public testing::Test {
 protected:
  HttpDoorTest() {
    auto opened = HttpDoor::open(
        0, false,
        [this](const WebRequest& request) {
          ++answered_;
          WebAnswer answer;
          if (request.path == "throw") throw std::runtime_error("no\x1b[2J luck");
          if (request.path == "stream") {
            answer.type = "text/event-stream";
            answer.stream = [](const StreamSink& sink) {
              for (int i = 0; i < 3; ++i) static_cast<void>(sink("data: x\n\n"));
            };
            return answer;
          }
          answer.body = request.method + " " + request.path + " [" +
                        request.asked("q") + "] " + request.body;
          return answer;
        },
        [this](const std::string& line) { complaint_ = line; });
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().line());
    door_ = std::move(*opened);
    door_->serve();
    const std::string address = door_->address();
    const std::size_t colon = address.find(':', 7);
    host_ = address.substr(7, address.find('/', 7) - 7);
    port_ = static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1)));
    token_ = address.substr(address.find('/', 7));
  }

  [[nodiscard]] Fd connect() const {
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                        sizeof address),
              0);
    return socket;
  }
  static void say(const Fd& socket, const std::string& text) {
    EXPECT_EQ(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  static std::string hear(const Fd& socket) {
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(socket.get(), buffer, sizeof buffer, 0)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
  }
  // The whole answer to a request, after which the server is asked to hang up.
  [[nodiscard]] std::string ask(const std::string& line, const std::string& headers,
                                const std::string& body = "") const {
    const Fd socket = connect();
    say(socket, line + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n" + body);
    return hear(socket);
  }
  [[nodiscard]] std::string host() const { return "Host: " + host_ + "\r\n"; }
  [[nodiscard]] std::string of_page(const std::string& body) const {
    return host() + "Origin: http://" + host_ +
           "\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n";
  }
  static std::string status_of(const std::string& answer) {
    return answer.substr(9, 3);
  }

  std::atomic<int> answered_ = 0;
  std::string complaint_;  // set before the answer that it is about
  std::unique_ptr<HttpDoor> door_;
  std::string host_;
  std::uint16_t port_ = 0;
  std::string token_;
};

TEST_F(HttpDoorTest, AnswersWithItsHeaders) {
  const std::string answer = ask("GET " + token_ + "api/x?q=a%20b", host());
  EXPECT_EQ(status_of(answer), "200");
  EXPECT_NE(answer.find("GET api/x [a b] "), std::string::npos);
  for (const auto& [name, value] : security_headers()) {
    EXPECT_NE(answer.find(name + ": " + value), std::string::npos) << name;
  }
  EXPECT_EQ(answer.find("unsafe"), std::string::npos);
}

TEST_F(HttpDoorTest, RefusesStrangersWithTheSameHeaders) {
  const std::string other = ask("GET " + token_, "Host: evil.example\r\n");
  EXPECT_EQ(status_of(other), "421");
  EXPECT_NE(other.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(status_of(ask("GET " + token_, "")), "421");
  EXPECT_EQ(status_of(ask("GET " + token_, host() + host())), "421");
  const std::string unknown = ask("GET /api/x", host());
  EXPECT_EQ(status_of(unknown), "404");
  EXPECT_NE(unknown.find("Content-Length: 0"), std::string::npos);
  EXPECT_NE(unknown.find("default-src 'none'"), std::string::npos);
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"}) {
    EXPECT_EQ(status_of(ask(std::string(method) + " " + token_, host())), "405");
  }
  EXPECT_EQ(status_of(ask("NONSENSE " + token_, host())), "400");
  EXPECT_EQ(answered_, 0);
}

TEST_F(HttpDoorTest, TakesPostsOfThePageAlone) {
  const std::string answer = ask("POST " + token_ + "api/x", of_page("{}"), "{}");
  EXPECT_NE(answer.find("POST api/x [] {}"), std::string::npos);
  EXPECT_EQ(status_of(ask("POST " + token_ + "api/x",
                          host() + "Origin: http://evil.example\r\nContent-Type: "
                                   "application/json\r\nContent-Length: 2\r\n",
                          "{}")),
            "403");
  EXPECT_EQ(status_of(ask("POST " + token_ + "api/x",
                          host() + "Origin: http://" + host_ +
                              "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n",
                          "{}")),
            "415");
  EXPECT_EQ(answered_, 1);
}

TEST_F(HttpDoorTest, RefusesLargeBodies) {
  const std::string body(kMostBodyBytes + 1, ' ');
  EXPECT_EQ(status_of(ask("POST " + token_ + "api/x", of_page(body), body)), "413");
  const std::string most(kMostBodyBytes, ' ');
  EXPECT_EQ(status_of(ask("POST " + token_ + "api/x", of_page(most), most)), "200");
  // In pieces, whose length nobody says before.
  std::string pieces;
  for (int i = 0; i < 20; ++i) pieces += "1000\r\n" + std::string(0x1000, ' ') + "\r\n";
  EXPECT_EQ(status_of(ask("POST " + token_ + "api/x",
                          host() + "Origin: http://" + host_ +
                              "\r\nContent-Type: application/json\r\n"
                              "Transfer-Encoding: chunked\r\n",
                          pieces + "0\r\n\r\n"))
                .front(),
            '4');
  EXPECT_EQ(status_of(ask("GET " + token_ + std::string(20'000, 'a'), host())), "414");
  EXPECT_EQ(answered_, 1);
}

// More than there are threads: who falls silent is let go, and the others' turn comes.
TEST_F(HttpDoorTest, AnswersThoughOthersFallSilent) {
  std::vector<Fd> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(connect());
    say(slow.back(), "GET " + token_ + " HT");
  }
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(status_of(ask("GET " + token_, host())), "200");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(12));
}

TEST_F(HttpDoorTest, TellsWhatWasThrownToItsOwnerAlone) {
  const std::string answer = ask("GET " + token_ + "throw", host());
  EXPECT_EQ(status_of(answer), "500");
  EXPECT_EQ(answer.find("luck"), std::string::npos);
  EXPECT_EQ(complaint_, "a request could not be answered: no\\x1b[2J luck");
}

TEST_F(HttpDoorTest, GivesNoAnswerInParts) {
  for (const char* range : {"bytes=0-4", "bytes=0-,0-,0-,1-", "bytes=9-1", "x"}) {
    const std::string answer =
        ask("GET " + token_, host() + "Range: " + range + "\r\n");
    EXPECT_EQ(status_of(answer), "416") << range;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  }
  EXPECT_EQ(answered_, 0);
}

TEST_F(HttpDoorTest, StreamsUntilItsWriterIsThrough) {
  const std::string answer = ask("GET " + token_ + "stream", host());
  EXPECT_NE(answer.find("Content-Type: text/event-stream"), std::string::npos);
  EXPECT_NE(answer.find("data: x\n\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\n0\r\n"), std::string::npos);
}

TEST_F(HttpDoorTest, SharesItsPortWithNobody) {
  const auto echo = [](const WebRequest&) { return WebAnswer(); };
  const auto no_complaint = [](const std::string&) {};
  EXPECT_FALSE(HttpDoor::open(port_, false, echo, no_complaint));
  const auto next = HttpDoor::open(port_, true, echo, no_complaint);
  ASSERT_TRUE(next);
  EXPECT_NE((*next)->address().substr(0, 7 + host_.size()),
            door_->address().substr(0, 7 + host_.size()));
}

TEST_F(HttpDoorTest, ListensOnLoopbackAlone) {
  EXPECT_EQ(door_->address().substr(0, 17), "http://127.0.0.1:");
  door_->close();
  const Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_NE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address),
            0);
}

}  // namespace
}  // namespace winnow
