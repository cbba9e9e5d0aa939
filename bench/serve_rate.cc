// How soon the page's server answers, as a browser on the same machine sees it.
//
//   serve_rate make FOLDER EXHIBITS FINDINGS   invents a case: so many exhibits with so
//                                              many findings together, taken in and
//                                              scanned; all digests are invented
//   serve_rate ask ADDRESS ROUNDS              asks everything that the page asks, each
//                                              ROUNDS times in turns; one line each:
//                                              what, bytes, median and worst in ms
//   serve_rate start ADDRESS PATH              starts a scan of PATH, waits until it is
//                                              at work
//   serve_rate wait ADDRESS                    waits for its end, prints its state
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "drivers/decisions/decision_events.h"
#include "drivers/store/audit_log.h"
#include "drivers/store/case_folder.h"
#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

// Besides the findings: files that were read and are not listed.
constexpr FileId kOtherFiles = 500;
constexpr std::uint64_t kFileBytes = 8192;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "serve_rate: %s\n", what.c_str());
  std::exit(2);
}

template <typename T>
T must(Result<T> result) {
  if (!result) fail(result.error().line());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// ---- the case ----

FileRecord file(FileId id) {
  FileRecord record;
  record.id = id;
  record.path = "/volume-0/Users/someone/Pictures/" + std::to_string(id / 200) + "/" +
                std::to_string(id) + ".jpg";
  record.size = kFileBytes - id % 4096;
  record.inode = 64 + id;
  record.times.modified = Instant{1'600'000'000 + id, 0};
  record.runs = {{id * kFileBytes, record.size}};
  return record;
}

OutcomeRecord outcome(FileId id, std::uint32_t exhibit, FileId listed) {
  OutcomeRecord outcome;
  outcome.file = id;
  outcome.outcome = FileOutcome::hashed;
  // One content in a hundred is on all exhibits.
  std::mt19937 random(id % 100 == 0 ? id : id + 1'000'003 * (exhibit + 1));
  std::array<std::byte, 32> bytes{};
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  for (const Algorithm algorithm : kAlgorithms) {
    outcome.digests.set(
        *make_digest(algorithm, Bytes(bytes).first(digest_length(algorithm))));
  }
  if (id >= listed) return outcome;
  outcome.outcome = FileOutcome::matched;
  outcome.matches = {{0, 0, Algorithm::sha1, false, Tier::confirm}};
  return outcome;
}

void write_journal(const CaseFolder& folder, const std::string& ref,
                   std::uint32_t exhibit, FileId listed) {
  RunStarted run;
  run.exhibit = ref;
  run.path = "/evidence/" + ref + ".raw";
  run.operator_name = "nobody";
  run.tool_version = "bench";
  run.set_names = {"invented"};
  run.set_ids = {"00"};
  run.set_types = {0};
  run.set_probative_ppm = {900'000};
  run.set_pdq_counts = {0};
  run.set_distances = {31};
  auto recorder = must(Recorder::begin(folder.journal_path(ref), run));
  const auto take = [&recorder](const Message& message) {
    const auto taken = must(recorder.record(message));
    if (!taken.is_taken) fail(taken.refusal);
  };
  const FileId files = listed + kOtherFiles;
  Opened opened;
  opened.evidence.kind = "raw";
  opened.evidence.bytes = files * kFileBytes;
  take(opened);
  take(VolumeFound{{0, 0, opened.evidence.bytes, "ntfs", VolumeOutcome::examined, ""}});
  for (FileId id = 0; id < files; ++id) take(FileFound{file(id)});
  take(InventoryDone{files, 7, 0});
  take(EntryMet{0, 0, "us", 1, "label", "list.txt", 0});
  for (FileId id = 0; id < files; ++id) {
    take(OutcomeKnown{outcome(id, exhibit, listed)});
  }
  take(Done{});
  must(recorder.journal().sync());
}

void take_in(AuditLog& log, const std::string& ref, std::uint32_t number) {
  IntakeRequest request;
  request.ref = ref;
  const std::int64_t seized = 1'780'000'000 + number * 86'400;
  for (const auto& [name, text] : std::map<std::string, std::string>{
           {"suspect", "S-" + std::to_string(number / 3)},
           {"lives-with-children", number % 3 == 0 ? "yes" : "unknown"},
           {"seized-at", moment_text(seized)}}) {
    const IntakeField* const field = find_intake_field(name);
    if (field == nullptr || !state(*field, text, request.statements).empty())
      fail(name);
  }
  request.signatures = {"O. Operator", "", "", seized + 3600, "bench"};
  must(log.append(intake_event(request, true, {})));
}

void make(const std::string& path, std::uint32_t exhibits, std::uint32_t findings) {
  const CaseFolder folder = must(CaseFolder::open_or_create(path, "bench"));
  auto log = must(AuditLog::open(path, "O. Operator"));
  for (std::uint32_t i = 0; i < exhibits; ++i) {
    const std::string ref = "exhibit-" + std::to_string(i);
    write_journal(folder, ref, i, findings / exhibits);
    take_in(log, ref, i);
  }
  auto store = must(CaseStore::open(folder.database_path()));
  must(store.bring_up_to_date(folder));
}

// ---- the questions ----

struct Address {
  std::string host;   // "127.0.0.1:7431"
  std::string token;  // "/.../"
};

Address parse_address(const std::string& text) {
  const std::size_t slash = text.find('/', 7);
  if (!text.starts_with("http://") || slash == std::string::npos) fail(text);
  return {text.substr(7, slash - 7), text.substr(slash)};
}

// The body of the answer; a connection of its own for each, as the worst case is.
std::string ask(const Address& address, const std::string& method,
                const std::string& path, const std::string& body = "") {
  const Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(
      std::stoi(address.host.substr(address.host.find(':') + 1))));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&place),
                sizeof place) != 0) {
    fail("nobody answers at " + address.host);
  }
  const std::string request =
      method + " " + address.token + path + " HTTP/1.1\r\nHost: " + address.host +
      "\r\nOrigin: http://" + address.host +
      "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  must(write_all(socket.get(), bytes_of(request), address.host));
  std::string answer;
  std::vector<char> buffer(1 << 16);
  for (ssize_t got = 0;
       (got = ::read(socket.get(), buffer.data(), buffer.size())) > 0;) {
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  if (!answer.starts_with("HTTP/1.1 200")) fail(path + ": " + answer.substr(0, 600));
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

void ask_all(const Address& address, int rounds) {
  const std::vector<std::string> questions = {"",
                                              "api/case",
                                              "api/board?viewer=V.%20Viewer",
                                              "api/exhibit?ref=exhibit-7",
                                              "api/findings?ref=exhibit-7&limit=200",
                                              "api/findings?limit=200&offset=99000",
                                              "api/findings?q=4321.jpg&limit=200",
                                              "api/findings?q=nowhere&limit=200",
                                              "api/problems?ref=exhibit-7",
                                              "api/exceptions",
                                              "api/figures",
                                              "api/links?ref=exhibit-7",
                                              "api/devices",
                                              "api/sets",
                                              "api/scan"};
  std::map<std::string, std::vector<double>> times;
  std::map<std::string, std::size_t> bytes;
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& question : questions) {
      const auto began = Clock::now();
      bytes[question] = ask(address, "GET", question).size();
      times[question].push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    }
  }
  for (const std::string& question : questions) {
    std::vector<double>& all = times[question];
    std::sort(all.begin(), all.end());
    std::printf("%-42s %9zu bytes  median %7.1f ms  worst %7.1f ms\n",
                question.empty() ? "(the page)" : question.c_str(), bytes[question],
                all[all.size() / 2], all.back());
  }
}

bool has_state(const std::string& json, const char* state) {
  return json.find("\"state\":\"" + std::string(state) + "\"") != std::string::npos;
}

void start(const Address& address, const std::string& path) {
  static_cast<void>(ask(
      address, "POST", "api/scan",
      R"({"path":")" + path + R"(","ref":"scanned-beside","operator":"O. Operator"})"));
  for (int i = 0; i < 100; ++i) {
    const std::string state = ask(address, "GET", "api/scan");
    if (has_state(state, "ended")) fail("the scan has ended: " + state);
    if (state.find("\"files_done\":0,") == std::string::npos) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

void wait(const Address& address) {
  while (true) {
    const std::string state = ask(address, "GET", "api/scan");
    if (has_state(state, "ended")) {
      std::printf("%s\n", state.c_str());
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

int run(const std::vector<std::string>& words) {
  if (words.size() == 4 && words[0] == "make") {
    make(words[1], static_cast<std::uint32_t>(std::stoul(words[2])),
         static_cast<std::uint32_t>(std::stoul(words[3])));
  } else if (words.size() == 3 && words[0] == "ask") {
    ask_all(parse_address(words[1]), std::stoi(words[2]));
  } else if (words.size() == 3 && words[0] == "start") {
    start(parse_address(words[1]), words[2]);
  } else if (words.size() == 2 && words[0] == "wait") {
    wait(parse_address(words[1]));
  } else {
    fail(
        "usage: serve_rate make FOLDER EXHIBITS FINDINGS | ask ADDRESS ROUNDS | start "
        "ADDRESS PATH | wait ADDRESS");
  }
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  return winnow::run({argv + 1, argv + argc});
}
