#include "drivers/web/web_server.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "drivers/answers/json.h"
#include "drivers/answers/outcome_answer.h"
#include "drivers/decisions/blanks.h"
#include "drivers/web/board_json.h"
#include "drivers/web/case_watch.h"
#include "drivers/web/day_figures.h"
#include "drivers/web/decision_desk.h"
#include "drivers/web/event_stream.h"
#include "drivers/web/exhibit_json.h"
#include "drivers/web/findings_json.h"
#include "drivers/web/image_roots.h"
#include "drivers/web/page_files.h"
#include "drivers/web/request_body.h"
#include "drivers/web/seen_boards.h"
#include "drivers/web/training_desk.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::string_view kApi = "api/";

// A number of a query: what is not there is `otherwise`, what is none a fault.
Result<std::uint64_t> number_in(const WebRequest& request, const char* name,
                                std::uint64_t otherwise) {
  const std::string text = request.asked(name);
  if (text.empty()) return otherwise;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ptr == end && read.ec == std::errc()) return number;
  return Fault{FaultKind::usage, "must be a whole number", name, std::nullopt};
}

struct PageAsked {
  std::uint64_t offset = 0;
  std::uint64_t limit = 0;
};
Result<PageAsked> page_in(const WebRequest& request) {
  const auto offset = number_in(request, "offset", 0);
  if (!offset) return offset.error();
  const auto limit = number_in(request, "limit", kMostItemsAPage);
  if (!limit) return limit.error();
  return PageAsked{*offset, std::min(*limit, kMostItemsAPage)};
}

Fault no_exhibit(const std::string& ref) {
  return Fault{FaultKind::usage, "the case holds no exhibit " + ref, "", std::nullopt};
}
// The exhibit that a query names, or "" for the whole case.
Result<std::string> ref_or_all_in(const WebRequest& request,
                                  const CaseSnapshot& snapshot) {
  std::string ref = request.asked("ref");
  if (!ref.empty() && snapshot.find(ref) == nullptr) return no_exhibit(ref);
  return ref;
}

bool is_finding_kind(const std::string& word) {
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    if (word == to_string(static_cast<FindingKind>(i))) return true;
  }
  return false;
}

// Words are looked for as C has them, which end at a zero.
Result<FindingsAsked> findings_in(const WebRequest& request,
                                  const CaseSnapshot& snapshot) {
  const auto page = page_in(request);
  if (!page) return page.error();
  const auto ref = ref_or_all_in(request, snapshot);
  if (!ref) return ref.error();
  FindingsAsked asked{*ref, request.asked("kind"), request.asked("q"), page->offset,
                      page->limit};
  if (!asked.kind.empty() && !is_finding_kind(asked.kind)) {
    return Fault{FaultKind::usage, "is no kind of finding", "kind", std::nullopt};
  }
  if (asked.words.find('\0') != std::string::npos) {
    return Fault{FaultKind::usage, "must have no zero in it", "q", std::nullopt};
  }
  return asked;
}

}  // namespace

// In the order in which they are made; they go in the other.
struct WebServer::Parts {
  WebSettings settings;
  Pulse pulse;
  CaseUse use;
  std::unique_ptr<CaseWatch> watch;
  std::unique_ptr<ScanJob> job;
  std::optional<ScanDesk> scans;
  std::optional<DecisionDesk> decisions;
  std::optional<TrainingDesk> training;
  std::optional<SeenBoards> seen;
  StreamSeats seats;

  using Answerer = WebAnswer (Parts::*)(const WebRequest&);
  struct Route {
    std::string_view path;
    Answerer get = nullptr;
    Answerer post = nullptr;
  };
  static const std::array<Route, 22>& routes();

  // GET
  WebAnswer get_case(const WebRequest&);
  WebAnswer get_board(const WebRequest& request);
  WebAnswer get_exhibit(const WebRequest& request);
  WebAnswer get_findings(const WebRequest& request);
  WebAnswer get_problems(const WebRequest& request);
  WebAnswer get_exceptions(const WebRequest&);
  WebAnswer get_figures(const WebRequest&);
  WebAnswer get_links(const WebRequest& request);
  WebAnswer get_intake_fields(const WebRequest&);
  WebAnswer get_events(const WebRequest&);
  WebAnswer get_devices(const WebRequest&) { return scans->devices(); }
  WebAnswer get_browse(const WebRequest& request) {
    return scans->browse(request.asked("folder"));
  }
  WebAnswer get_sets(const WebRequest&) { return scans->sets(); }
  WebAnswer get_expect(const WebRequest& request) {
    return scans->expect(request.asked("path"), request.asked("operator"));
  }
  WebAnswer get_scan(const WebRequest&) { return scans->scan(); }
  // POST
  WebAnswer post_scan(const WebRequest& request) { return scans->start(request.body); }
  WebAnswer post_stop(const WebRequest& request) { return scans->stop(request.body); }
  WebAnswer post_intake(const WebRequest& request) {
    return decisions->intake(request.body);
  }
  WebAnswer post_disposition(const WebRequest& request) {
    return decisions->disposition(request.body);
  }
  WebAnswer post_review(const WebRequest& request) {
    return decisions->review(request.body);
  }
  WebAnswer post_viewed(const WebRequest& request);
  WebAnswer post_glimpse(const WebRequest& request) {
    return decisions->glimpse(request.body);
  }
  WebAnswer get_training(const WebRequest& request) {
    return training->show(request.asked("name"));
  }
  WebAnswer post_training(const WebRequest& request) {
    return training->take(request.body);
  }
  [[nodiscard]] Result<void> begin();
};

const std::array<WebServer::Parts::Route, 22>& WebServer::Parts::routes() {
  static const std::array<Route, 22> kRoutes = {
      {{"case", &Parts::get_case},
       {"board", &Parts::get_board},
       {"exhibit", &Parts::get_exhibit},
       {"findings", &Parts::get_findings},
       {"problems", &Parts::get_problems},
       {"exceptions", &Parts::get_exceptions},
       {"figures", &Parts::get_figures},
       {"links", &Parts::get_links},
       {"intake-fields", &Parts::get_intake_fields},
       {"devices", &Parts::get_devices},
       {"browse", &Parts::get_browse},
       {"sets", &Parts::get_sets},
       {"expect", &Parts::get_expect},
       {"scan", &Parts::get_scan, &Parts::post_scan},
       {"events", &Parts::get_events},
       {"training", &Parts::get_training, &Parts::post_training},
       {"glimpse", nullptr, &Parts::post_glimpse},
       {"stop", nullptr, &Parts::post_stop},
       {"intake", nullptr, &Parts::post_intake},
       {"disposition", nullptr, &Parts::post_disposition},
       {"review", nullptr, &Parts::post_review},
       {"viewed", nullptr, &Parts::post_viewed}}};
  return kRoutes;
}

Result<void> WebServer::Parts::begin() {
  auto roots = ImageRoots::open(settings.image_folders);
  if (!roots) return std::move(roots).error();
  auto started = CaseWatch::start(settings.case_path, use, pulse);
  if (!started) return std::move(started).error();
  watch = std::move(*started);
  settings.scans.case_path = settings.case_path;
  settings.scans.is_slowed = settings.is_practice;
  job = std::make_unique<ScanJob>(
      settings.scans,
      ScanJob::Hooks{[this] { use.begin_scan(); }, [this] { pulse.beat(); },
                     [this] {
                       use.end_scan();
                       return watch->look_soon();
                     }});
  scans.emplace(ScanDeskSettings{settings.case_path, settings.sets, settings.tables,
                                 settings.device_nodes, settings.is_practice},
                std::move(*roots), *watch, *job);
  decisions.emplace(settings.case_path, *watch);
  training.emplace(*watch, settings.is_practice);
  seen.emplace(settings.state_folder, settings.case_path);
  return {};
}

WebAnswer WebServer::Parts::get_case(const WebRequest&) {
  const LastSelftest selftest =
      settings.last_selftest ? settings.last_selftest() : LastSelftest(std::nullopt);
  return json_answer(
      case_json(*watch->now(), settings.case_path, selftest, settings.is_practice));
}

WebAnswer WebServer::Parts::get_board(const WebRequest& request) {
  const auto snapshot = watch->now();
  return json_answer(board_json(*snapshot, job->running(),
                                seen->changes(request.asked("viewer"), *snapshot)));
}

WebAnswer WebServer::Parts::get_exhibit(const WebRequest& request) {
  const auto snapshot = watch->now();
  const std::string ref = request.asked("ref");
  const RankedExhibit* const exhibit = snapshot->find(ref);
  if (exhibit == nullptr) return fault_answer(no_exhibit(ref));
  ChangesByRef changes = seen->changes(request.asked("viewer"), *snapshot);
  return json_answer(
      exhibit_json(*snapshot, *exhibit,
                   row_json(*snapshot, *exhibit, job->running(), changes[ref])));
}

WebAnswer WebServer::Parts::get_findings(const WebRequest& request) {
  const auto snapshot = watch->now();
  const auto asked = findings_in(request, *snapshot);
  if (!asked) return fault_answer(asked.error());
  return json_answer(findings_page_json(*snapshot, *asked));
}

WebAnswer WebServer::Parts::get_problems(const WebRequest& request) {
  const auto page = page_in(request);
  if (!page) return fault_answer(page.error());
  const auto snapshot = watch->now();
  const std::string ref = request.asked("ref");
  if (snapshot->find(ref) == nullptr) return fault_answer(no_exhibit(ref));
  return json_answer(problems_page_json(*snapshot, ref, page->offset, page->limit));
}

WebAnswer WebServer::Parts::get_exceptions(const WebRequest&) {
  const auto snapshot = watch->now();
  return json_answer(exceptions_json(snapshot->exceptions,
                                     utc_text({snapshot->as_of, 0}).value_or("")));
}

WebAnswer WebServer::Parts::get_figures(const WebRequest&) {
  return json_answer(figures_page_json(*watch->now()));
}

WebAnswer WebServer::Parts::get_links(const WebRequest& request) {
  const auto page = page_in(request);
  if (!page) return fault_answer(page.error());
  const auto snapshot = watch->now();
  const auto ref = ref_or_all_in(request, *snapshot);
  if (!ref) return fault_answer(ref.error());
  return json_answer(links_page_json(*snapshot, *ref, page->offset, page->limit));
}

WebAnswer WebServer::Parts::get_intake_fields(const WebRequest&) {
  return json_answer(intake_fields_json());
}

WebAnswer WebServer::Parts::get_events(const WebRequest&) {
  WebAnswer answer;
  answer.type = "text/event-stream";
  answer.stream = [this, seat = seats.take()](const StreamSink& sink) {
    const EventSources sources{
        [this] { return watch->now()->revision; },
        // What the case says of it comes with the board, or unchanged.
        [this] {
          return job->changes() + watch->now()->revision + watch->looks_come();
        },
        [this] { return scans->scan_json(); }};
    write_events(pulse, sources, sink, [this, seat] { return seats.has(seat); });
  };
  return answer;
}

WebAnswer WebServer::Parts::post_viewed(const WebRequest& request) {
  const auto body =
      RequestBody::parse(request.body, {{"viewer", BodyKind::text, true}});
  if (!body) return fault_answer(body.error());
  const auto snapshot = watch->now();
  const auto marked = seen->mark(body->text("viewer"), *snapshot);
  if (!marked) return fault_answer(marked.error());
  Json json;
  json.begin().count("revision", snapshot->revision);
  return json_answer(json.end().done());
}

WebServer::WebServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

WebServer::~WebServer() {
  close();
}

Result<std::unique_ptr<WebServer>> WebServer::create(WebSettings settings) {
  auto parts = std::make_unique<Parts>();
  parts->settings = std::move(settings);
  if (auto begun = parts->begin(); !begun) return std::move(begun).error();
  return std::unique_ptr<WebServer>(new WebServer(std::move(parts)));
}

WebAnswer WebServer::answer(const WebRequest& request) {
  const std::string_view path = request.path;
  if (!path.starts_with(kApi)) {
    if (request.method != "GET") return error_answer(404, "");
    return page_file_answer(path).value_or(error_answer(404, ""));
  }
  for (const Parts::Route& route : Parts::routes()) {
    if (path.substr(kApi.size()) != route.path) continue;
    const auto answerer = request.method == "POST" ? route.post : route.get;
    if (answerer == nullptr) {
      return error_answer(405, "is asked the other way; see api.md");
    }
    return ((*parts_).*answerer)(request);
  }
  return error_answer(404, "");
}

void WebServer::close() {
  parts_->pulse.end();
  parts_->job->finish();
}

}  // namespace winnow
