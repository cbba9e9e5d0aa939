#include "drivers/web/http_door.h"

#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <exception>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"
#include "drivers/web/door_rules.h"

namespace winnow {
namespace {

constexpr char kLoopback[] = "127.0.0.1";
constexpr int kPortsTried = 100;
// A browser holds six connections, and each stream holds a thread (StreamSeats): many
// pages, each with its stream, and slow strangers besides.
constexpr std::size_t kThreads = 48;
constexpr time_t kSilenceSeconds = 5;
constexpr time_t kIdleSeconds = 2;
constexpr std::size_t kRequestsAConnection = 1000;

std::vector<std::string> values_of(const httplib::Request& request, const char* name) {
  std::vector<std::string> values;
  const auto range = request.headers.equal_range(name);
  for (auto it = range.first; it != range.second; ++it) values.push_back(it->second);
  return values;
}

RequestHead head_of(const httplib::Request& request) {
  return {request.method,
          request.path,
          values_of(request, "Host"),
          values_of(request, "Origin"),
          request.get_header_value("Content-Type"),
          request.has_header("Range")};
}

WebRequest request_of(const httplib::Request& request, std::string path,
                      std::string body) {
  WebRequest asked{request.method, std::move(path), {}, std::move(body)};
  for (const auto& [name, value] : request.params) asked.query.emplace(name, value);
  return asked;
}

std::string words_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "for a reason without words";
  }
}

void send(WebAnswer answer, httplib::Response& response) {
  response.status = answer.status;
  if (!answer.stream) {
    response.set_content(std::move(answer.body), answer.type);
    return;
  }
  response.set_chunked_content_provider(
      answer.type,
      [stream = std::move(answer.stream)](std::size_t, httplib::DataSink& sink) {
        bool is_read = true;
        stream([&](std::string_view piece) {
          is_read =
              is_read && sink.is_writable() && sink.write(piece.data(), piece.size());
          return is_read;
        });
        if (is_read) sink.done();
        return is_read;
      });
}

}  // namespace

struct HttpDoor::State {
  httplib::Server server;
  std::optional<DoorRules> rules;
  WebHandler handler;
  Complaint complain;
  std::thread thread;
  std::atomic<bool> has_ended = false;

  // Whoever does not get in is told so before a byte of a body is read.
  httplib::Server::HandlerResponse refuse(const httplib::Request& request,
                                          httplib::Response& response) const {
    DoorRules::Admission admission = rules->admit(head_of(request));
    if (!admission.refusal) return httplib::Server::HandlerResponse::Unhandled;
    send(std::move(*admission.refusal), response);
    return httplib::Server::HandlerResponse::Handled;
  }

  void answer(const httplib::Request& request, std::string body,
              httplib::Response& response) const {
    WebRequest asked =
        request_of(request, rules->admit(head_of(request)).path, std::move(body));
    send(handler(asked), response);
  }

  // The library bounds a body of a stated length, but not one that comes in pieces.
  void answer_post(const httplib::Request& request, httplib::Response& response,
                   const httplib::ContentReader& read) const {
    std::string body;
    bool is_too_large = false;
    const bool is_whole = read([&](const char* piece, std::size_t length) {
      is_too_large = length > kMostBodyBytes - body.size();
      if (!is_too_large) body.append(piece, length);
      return !is_too_large;
    });
    constexpr int kTooLarge = 413;
    if (is_whole) return answer(request, std::move(body), response);
    is_too_large = is_too_large || response.status == kTooLarge;
    send(is_too_large ? error_answer(kTooLarge, "the body is larger than 64 KiB")
                      : error_answer(400, "the body did not come whole"),
         response);
  }

  void set_up() {
    constexpr char kAnyPath[] = "[\\s\\S]*";
    server.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          return refuse(request, response);
        });
    server.Get(kAnyPath,
               [this](const httplib::Request& request, httplib::Response& response) {
                 answer(request, "", response);
               });
    server.Post(kAnyPath,
                [this](const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& read) {
                  answer_post(request, response, read);
                });
    httplib::Headers headers;
    for (const auto& [name, value] : security_headers()) headers.emplace(name, value);
    server.set_default_headers(std::move(headers));
    // What went wrong is in no answer: a stranger learns nothing.
    server.set_exception_handler([this](const httplib::Request&,
                                        httplib::Response& response,
                                        std::exception_ptr thrown) {
      complain("a request could not be answered: " + printable_utf8(words_of(thrown)));
      send(error_answer(500, "the server could not answer; see its terminal"),
           response);
    });
    server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server.set_payload_max_length(kMostBodyBytes);
    server.set_read_timeout(kSilenceSeconds);
    server.set_write_timeout(kSilenceSeconds);
    server.set_keep_alive_timeout(kIdleSeconds);
    server.set_keep_alive_max_count(kRequestsAConnection);
    server.set_tcp_nodelay(true);
    // The library would share the port with another server of the same user.
    server.set_socket_options([](int socket) {
      const int yes = 1;
      static_cast<void>(
          ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
    });
  }

  // The port that was taken, or -1.
  int bind(int port, bool may_move) {
    if (port == 0) return server.bind_to_any_port(kLoopback);
    for (int i = 0; i < (may_move ? kPortsTried : 1) && port + i < 65536; ++i) {
      if (server.bind_to_port(kLoopback, port + i)) return port + i;
    }
    return -1;
  }
};

HttpDoor::HttpDoor(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HttpDoor>> HttpDoor::open(int port, bool may_move,
                                                 WebHandler handler,
                                                 Complaint complain) {
  auto token = new_token();
  if (!token) return std::move(token).error();
  auto state = std::make_unique<State>();
  state->handler = std::move(handler);
  state->complain = std::move(complain);
  state->set_up();
  const int taken = state->bind(port, may_move);
  if (taken < 0) {
    return Fault{FaultKind::io, "is taken; give another --port, or 0 for any",
                 std::string(kLoopback) + ":" + std::to_string(port), std::nullopt};
  }
  state->rules.emplace(taken, std::move(*token));
  return std::unique_ptr<HttpDoor>(new HttpDoor(std::move(state)));
}

HttpDoor::~HttpDoor() {
  close();
}

std::string HttpDoor::address() const {
  return state_->rules->address();
}

void HttpDoor::serve() {
  state_->thread = std::thread([this] {
    static_cast<void>(state_->server.listen_after_bind());
    state_->has_ended = true;
  });
}

void HttpDoor::close() {
  if (!state_->thread.joinable()) return;
  // Stopped before it runs it would not stop at all.
  while (!state_->server.is_running() && !state_->has_ended) std::this_thread::yield();
  state_->server.stop();
  state_->thread.join();
}

}  // namespace winnow
