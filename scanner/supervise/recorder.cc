#include "scanner/supervise/recorder.h"

#include <utility>

namespace winnow {
namespace {

// Decodes a record and lets the ledger take it; what it says against it otherwise.
Result<Message> take_record(Ledger& ledger, Bytes payload) {
  auto message = decode(payload);
  if (!message) return message;
  if (auto checked = ledger.check(*message); !checked)
    return std::move(checked).error();
  ledger.apply(*message);
  return message;
}

}  // namespace

Result<Replay> replay_journal(const std::string& path, const MessageTaker& taker) {
  auto reader = JournalReader::open(path);
  if (!reader) return std::move(reader).error();
  Replay replay;
  while (true) {
    replay.mark = reader->mark();
    const auto payload = reader->next();
    if (!payload) return payload.error();
    if (!*payload) break;
    const auto message = take_record(replay.ledger, **payload);
    if (!message) {
      replay.end = JournalEnd::damaged;
      replay.complaint = "is damaged at byte " + std::to_string(replay.mark.offset) +
                         ": " + message.error().what;
      return replay;
    }
    if (!taker) continue;
    if (auto taken = taker(*message); !taken) return std::move(taken).error();
  }
  replay.end = reader->end();
  replay.complaint = reader->complaint();
  return replay;
}

Result<std::optional<RunStarted>> run_of_journal(const std::string& path) {
  auto reader = JournalReader::open(path);
  if (!reader) return std::move(reader).error();
  const auto payload = reader->next();
  if (!payload) return payload.error();
  if (!*payload) return std::optional<RunStarted>();
  const auto message = decode(**payload);
  const auto* run = message ? std::get_if<RunStarted>(&*message) : nullptr;
  if (!run) {
    return Fault{FaultKind::malformed, "does not begin with a run", path, std::nullopt};
  }
  return std::optional<RunStarted>(*run);
}

Result<Recorder> Recorder::begin(const std::string& path, const RunStarted& run) {
  auto journal = JournalWriter::create(path);
  if (!journal) return std::move(journal).error();
  Recorder recorder(std::move(*journal), std::make_unique<Ledger>());
  const auto taken = recorder.record(run);
  if (!taken) return taken.error();
  if (!taken->is_taken) {
    return Fault{FaultKind::usage, taken->refusal, path, std::nullopt};
  }
  if (auto synced = recorder.journal_.sync(); !synced) return std::move(synced).error();
  return recorder;
}

Result<Recorder> Recorder::go_on(const std::string& path, Replay replay) {
  auto journal = JournalWriter::resume(path, replay.mark);
  if (!journal) return std::move(journal).error();
  return Recorder(std::move(*journal),
                  std::make_unique<Ledger>(std::move(replay.ledger)));
}

Result<Recorder::Taken> Recorder::record(const Message& message) {
  std::string frame;
  encode(message, frame);
  return record(message, bytes_of(frame).subspan(4));  // without its length
}

Result<Recorder::Taken> Recorder::record(const Message& message, Bytes frame) {
  if (auto checked = ledger_->check(message); !checked) {
    return Taken{false, checked.error().what};
  }
  if (auto appended = journal_.append(frame); !appended) {
    return std::move(appended).error();
  }
  ledger_->apply(message);
  return Taken{};
}

}  // namespace winnow
