// Channel: one end of the socket between supervisor and child, carrying frames.
//
// Sending gathers small frames and writes them when flush_at bytes are waiting or
// flush() is called; it may be used by one thread at a time. Receiving blocks for a
// whole frame.
#ifndef WINNOW_SCANNER_WIRE_CHANNEL_H_
#define WINNOW_SCANNER_WIRE_CHANNEL_H_

#include <optional>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "scanner/wire/messages.h"

namespace winnow {

class Channel {
 public:
  explicit Channel(Fd socket) : socket_(std::move(socket)) {}

  [[nodiscard]] Result<void> send(const Message& message);
  [[nodiscard]] Result<void> flush();

  // The next frame (kind + body, valid until the next call), or nothing when the other
  // side has closed between two frames.
  [[nodiscard]] Result<std::optional<Bytes>> receive();
  [[nodiscard]] int fd() const { return socket_.get(); }
  // Whether receive() would return at once: a whole frame is in memory, or the start of
  // one of an impossible length.
  [[nodiscard]] bool has_buffered_frame() const;

 private:
  // Reads once, whatever is there: false when the other side has closed.
  [[nodiscard]] Result<bool> fill();

  Fd socket_;
  std::string outgoing_;
  std::string incoming_;
  std::size_t consumed_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_CHANNEL_H_
