#include "drivers/exchange/case_graph.h"

#include <optional>
#include <utility>

#include "drivers/exchange/case_deeds.h"
#include "drivers/exchange/case_nodes.h"

namespace winnow {
namespace {

constexpr std::pair<const char*, const char*> kContext[] = {
    {"kb", "urn:uuid:"},
    {"case-investigation", "https://ontology.caseontology.org/case/investigation/"},
    {"uco-action", "https://ontology.unifiedcyberontology.org/uco/action/"},
    {"uco-analysis", "https://ontology.unifiedcyberontology.org/uco/analysis/"},
    {"uco-configuration",
     "https://ontology.unifiedcyberontology.org/uco/configuration/"},
    {"uco-core", "https://ontology.unifiedcyberontology.org/uco/core/"},
    {"uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/"},
    {"uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/"},
    {"uco-tool", "https://ontology.unifiedcyberontology.org/uco/tool/"},
    {"uco-types", "https://ontology.unifiedcyberontology.org/uco/types/"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"}};

std::string context_text() {
  Json json;
  json.begin();
  for (const auto& [name, space] : kContext) json.text(name, space);
  return "{\"@context\":" + json.end().done() + ",\n\"@graph\":[";
}

// What was met on one exhibit, file by file: a file's own object comes behind its
// results, when all that they tell of it is known.
class FindingsWriter {
 public:
  FindingsWriter(const ExchangeCase& exchange, const ExchangeExhibit& exhibit,
                 GraphLines& lines)
      : exchange_(exchange),
        exhibit_(exhibit),
        names_(exchange, exhibit),
        lines_(lines) {}

  Result<void> put();
  [[nodiscard]] std::uint64_t findings() const { return findings_; }
  [[nodiscard]] std::uint64_t files() const { return files_; }

 private:
  void take(const WalkedFinding& walked);
  void begin_file(const WalkedFinding& walked);
  void end_file();
  // The file that holds a member in which something was met.
  void put_holder(const WalkedFinding& walked);
  void put_file(const CaseSubject& subject) {
    lines_.put(file_node(names_, exhibit_, subject));
    ++files_;
  }
  void put_within(const Iri& source, const Iri& target,
                  const std::vector<PlacedRun>& runs) {
    for (const std::string& node : within_nodes(names_, source, target, runs)) {
      lines_.put(node);
    }
  }
  [[nodiscard]] bool is_begun(const Finding& finding) const {
    return subject_ && subject_->finding.file == finding.file &&
           subject_->finding.member == finding.member;
  }

  const ExchangeCase& exchange_;
  const ExchangeExhibit& exhibit_;
  CaseNames names_;
  GraphLines& lines_;
  std::optional<WalkedFinding> subject_;  // whose object is still to be written
  std::optional<PdqHash> pdq_;            // of the same
  FileId placed_file_ = kNoFile;          // said where it lies
  std::uint64_t findings_ = 0;
  std::uint64_t files_ = 0;
};

void FindingsWriter::put_holder(const WalkedFinding& walked) {
  CaseSubject holder;
  holder.file = walked.finding.file;
  holder.path = walked.holder_path;
  holder.size = walked.holder_size;
  holder.is_allocated = walked.is_holder_allocated;
  holder.times = &walked.finding.times;
  holder.digests = &walked.holder;
  put_file(holder);
}

void FindingsWriter::begin_file(const WalkedFinding& walked) {
  const Finding& finding = walked.finding;
  const Iri file = names_.of_file(finding.file, 0);
  if (placed_file_ != finding.file) {
    placed_file_ = finding.file;
    const std::uint64_t size = finding.member == 0 ? finding.size : walked.holder_size;
    put_within(file, names_.of_exhibit("image"),
               placed_runs(walked.whole_runs, walked.kept, size));
    if (finding.member != 0) put_holder(walked);
  }
  if (finding.member != 0) put_within(names_.of_subject(finding), file, {});
  subject_ = walked;
}

void FindingsWriter::end_file() {
  if (!subject_) return;
  const Finding& finding = subject_->finding;
  CaseSubject of;
  of.file = finding.file;
  of.member = finding.member;
  of.path = finding.path;
  of.size = finding.size;
  of.is_allocated = finding.allocated;
  of.is_uncertain = subject_->is_uncertain;
  if (of.member == 0) of.times = &finding.times;
  of.digests = &subject_->content;
  of.type = subject_->type;
  of.pdq = pdq_;
  put_file(of);
  subject_.reset();
  pdq_.reset();
}

void FindingsWriter::take(const WalkedFinding& walked) {
  const Finding& finding = walked.finding;
  if (!is_begun(finding)) end_file();
  if (finding.file == kNoFile) {
    lines_.put(fragment_node(names_, finding));
    put_within(names_.of_subject(finding), names_.of_exhibit("image"),
               placed_runs(finding.runs, ContentKind::runs, finding.size));
  } else if (!subject_) {
    begin_file(walked);
  }
  if (!pdq_ && finding.file != kNoFile) pdq_ = finding.pdq;
  lines_.put(result_node(names_, finding, findings_));
  lines_.put(characterizes_node(names_, finding, findings_));
  ++findings_;
}

Result<void> FindingsWriter::put() {
  auto walk = exchange_.store->walk_findings(exhibit_.ref, FindingWalk::Order::by_file);
  if (!walk) return std::move(walk).error();
  while (true) {
    const auto walked = walk->next();
    if (!walked) return walked.error();
    if (!*walked) break;
    take(**walked);
    if (auto written = lines_.check(); !written) return written;
  }
  end_file();
  return {};
}

}  // namespace

Result<Exported> write_case_graph(const ExchangeCase& exchange, NewFile& file) {
  std::uint64_t findings = 0;
  std::uint64_t files = 0;
  file.put(context_text());
  GraphLines lines(file);
  for (const ExchangeExhibit& exhibit : exchange.exhibits) {
    lines.put(image_node(CaseNames(exchange, exhibit), exhibit));
    FindingsWriter writer(exchange, exhibit, lines);
    if (auto put = writer.put(); !put) return std::move(put).error();
    if (auto put = put_deeds(exchange, exhibit, lines); !put) {
      return std::move(put).error();
    }
    findings += writer.findings();
    files += writer.files();
  }
  file.put("\n]}\n");
  if (auto written = file.check(); !written) return std::move(written).error();
  return Exported{{{"exhibits", exchange.exhibits.size()},
                   {"findings", findings},
                   {"files", files}},
                  {"Files in which nothing was met: dfxml has them."}};
}

}  // namespace winnow
