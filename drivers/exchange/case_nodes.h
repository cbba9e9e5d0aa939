// Nodes of a CASE graph (case_graph.h): what an exhibit is, what was met on it, and
// where that lies. A node is one object, and one line of @graph.
#ifndef WINNOW_DRIVERS_EXCHANGE_CASE_NODES_H_
#define WINNOW_DRIVERS_EXCHANGE_CASE_NODES_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/answers/json.h"
#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

using Iri = std::string;

// The IRIs of one exhibit's nodes.
class CaseNames {
 public:
  CaseNames(const ExchangeCase& exchange, const ExchangeExhibit& exhibit)
      : uuid_(exchange.uuid), ref_(exhibit.ref) {}
  [[nodiscard]] Iri named(std::initializer_list<std::string_view> name) const;
  // Of a node that stands in, or belongs to, another one.
  [[nodiscard]] Iri part(const Iri& whole, std::string_view kind,
                         std::string_view which = "") const;
  [[nodiscard]] Iri of_exhibit(std::string_view kind) const;
  [[nodiscard]] Iri of_file(FileId file, std::uint32_t member) const;
  [[nodiscard]] Iri of_subject(const Finding& finding) const;
  // By its number among the findings of the exhibit, file by file.
  [[nodiscard]] Iri of_result(const Finding& finding, std::uint64_t number) const;

 private:
  std::string uuid_;
  std::string ref_;
};

// The lines of @graph.
class GraphLines {
 public:
  explicit GraphLines(NewFile& file) : file_(file) {}
  void put(const std::string& object);
  // Of the last line, so that a list in it can be as long as it is.
  void go_on(const std::string& text) { file_.put(text); }
  [[nodiscard]] Result<void> check() { return file_.check(); }

 private:
  NewFile& file_;
  bool has_lines_ = false;
};

// Properties.
void put_text(Json& json, const char* name, std::string_view text);
void put_typed(Json& json, const char* name, const char* type, std::string_view value);
void put_link(Json& json, const char* name, const Iri& iri);

// What a file object is told of: a file, or a member of one.
struct CaseSubject {
  FileId file = kNoFile;
  std::uint32_t member = 0;
  std::string path;
  std::uint64_t size = 0;
  bool is_allocated = true;
  bool is_uncertain = false;
  const FileTimes* times = nullptr;  // none for a member
  const Digests* digests = nullptr;  // not null
  std::string type;
  std::optional<PdqHash> pdq;
};

[[nodiscard]] std::string image_node(const CaseNames& names,
                                     const ExchangeExhibit& exhibit);
[[nodiscard]] std::string file_node(const CaseNames& names,
                                    const ExchangeExhibit& exhibit,
                                    const CaseSubject& subject);
// Blocks of a listed content in free space.
[[nodiscard]] std::string fragment_node(const CaseNames& names, const Finding& finding);
// One relationship for each run: where pieces lie is of the piece, not of the file.
[[nodiscard]] std::vector<std::string> within_nodes(const CaseNames& names,
                                                    const Iri& source,
                                                    const Iri& target,
                                                    const std::vector<PlacedRun>& runs);
// What a set says of a content, and that it says it of this one.
[[nodiscard]] std::string result_node(const CaseNames& names, const Finding& finding,
                                      std::uint64_t number);
[[nodiscard]] std::string characterizes_node(const CaseNames& names,
                                             const Finding& finding,
                                             std::uint64_t number);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_CASE_NODES_H_
