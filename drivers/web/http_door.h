// HttpDoor: the one place that speaks HTTP (cpp-httplib), on loopback alone.
//
// A request is first held against the DoorRules; what gets in goes to the handler, on
// one of a fixed number of threads. A stream holds its thread as long as it is read.
// Bodies beyond kMostBodyBytes are refused unread; whoever says nothing for some
// seconds is let go.
#ifndef WINNOW_DRIVERS_WEB_HTTP_DOOR_H_
#define WINNOW_DRIVERS_WEB_HTTP_DOOR_H_

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

using WebHandler = std::function<WebAnswer(const WebRequest&)>;
// Takes a line for whoever looks after the server.
using Complaint = std::function<void(const std::string&)>;

class HttpDoor {
 public:
  // Takes that port; 0 is any. With `may_move` the next free one where it is taken.
  // The token is made new. Called from many threads, both must be safe for it; what the
  // handler throws is the other's.
  [[nodiscard]] static Result<std::unique_ptr<HttpDoor>> open(int port, bool may_move,
                                                              WebHandler handler,
                                                              Complaint complain);
  ~HttpDoor();
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;

  // With the token: whoever knows it is let in.
  [[nodiscard]] std::string address() const;
  // Serves on threads of its own until close(), or until the object goes.
  void serve();
  // Ends what is served; streams end when their writers see it, which the caller brings
  // about before.
  void close();

 private:
  struct State;
  explicit HttpDoor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_HTTP_DOOR_H_
