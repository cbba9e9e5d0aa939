#include "tests/exchange/dfxml_checker.h"

#include <expat.h>

#include <algorithm>

namespace winnow::test {
namespace {

using Names = std::vector<std::string>;

// Children of elements in the order of the schema (2.0.0-beta.0).
const std::map<std::string, Names>& orders() {
  static const std::map<std::string, Names> kOrders = {
      {"dfxml",
       {"metadata", "creator", "source", "diskimageobject", "partitionsystemobject",
        "partitionobject", "volume", "fileobject", "rusage"}},
      {"metadata", {"dc:type", "dc:description"}},
      {"creator",
       {"program", "version", "build_environment", "execution_environment", "library"}},
      {"build_environment", {"compiler", "compilation_date", "library"}},
      {"execution_environment",
       {"os_sysname", "os_release", "os_version", "host", "arch", "command_line", "uid",
        "username", "start_time"}},
      {"source", {"image_filename"}},
      {"diskimageobject",
       {"winnow:exhibit", "byte_runs", "sector_size", "partitionsystemobject", "volume",
        "fileobject", "error"}},
      {"volume",
       {"byte_runs", "partition_offset", "sector_size", "block_size", "ftype",
        "ftype_str", "block_count", "first_block", "last_block", "allocated_only",
        "fileobject", "error"}},
      {"fileobject", {"parent_object", "filename",     "error",
                      "partition",     "id",           "name_type",
                      "filesize",      "unalloc",      "alloc",
                      "alloc_inode",   "alloc_name",   "used",
                      "unused",        "orphan",       "compressed",
                      "inode",         "meta_type",    "mode",
                      "nlink",         "uid",          "gid",
                      "mtime",         "ctime",        "atime",
                      "crtime",        "seq",          "dtime",
                      "bkup_time",     "link_target",  "libmagic",
                      "byte_runs",     "hashdigest",   "winnow:outcome",
                      "winnow:reason", "winnow:member"}},
      {"byte_runs", {"byte_run"}}};
  return kOrders;
}

class DfxmlReader {
 public:
  ReadDfxml read(const std::string& xml) {
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser,
        [](void* self, const char* name, const char** attributes) {
          static_cast<DfxmlReader*>(self)->begin(name, attributes);
        },
        [](void* self, const char*) { static_cast<DfxmlReader*>(self)->end(); });
    XML_SetCharacterDataHandler(parser, [](void* self, const char* text, int length) {
      static_cast<DfxmlReader*>(self)->text_.append(text,
                                                    static_cast<std::size_t>(length));
    });
    if (XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1) !=
        XML_STATUS_OK) {
      complain(std::string(XML_ErrorString(XML_GetErrorCode(parser))) + " in line " +
               std::to_string(XML_GetCurrentLineNumber(parser)));
    }
    XML_ParserFree(parser);
    return std::move(read_);
  }

 private:
  struct Open {
    std::string name;
    std::size_t reached = 0;  // place of its last child in the order
  };

  void complain(const std::string& what) { read_.complaints.push_back(what); }

  void begin(const std::string& name, const char** attributes) {
    text_.clear();
    check_order(name);
    open_.push_back({name, 0});
    attributes_.clear();
    for (; *attributes != nullptr; attributes += 2) {
      attributes_[attributes[0]] = attributes[1];
    }
    if (name == "volume") ++read_.volumes;
    if (name == "fileobject") read_.files.emplace_back();
    if (name == "byte_run" && open_.size() > 2 &&
        open_[open_.size() - 3].name == "fileobject" && !attributes_.contains("fill")) {
      std::string& runs = read_.files.back()["byte_run"];
      runs += (runs.empty() ? "" : " ") + attributes_["img_offset"] + "+" +
              attributes_["len"];
    }
  }

  void check_order(const std::string& name) {
    if (open_.empty()) return;
    Open& parent = open_.back();
    const auto order = orders().find(parent.name);
    if (order == orders().end()) return complain(parent.name + " holds " + name);
    const auto place = std::find(order->second.begin(), order->second.end(), name);
    if (place == order->second.end()) {
      return complain(name + " has no place in " + parent.name);
    }
    const auto at = static_cast<std::size_t>(place - order->second.begin());
    if (at < parent.reached) {
      complain(name + " stands too late in " + parent.name);
    }
    parent.reached = std::max(parent.reached, at);
  }

  void end() {
    const std::string name = open_.back().name;
    open_.pop_back();
    if (name == "dc:description") read_.description = text_;
    if (open_.empty() || open_.back().name != "fileobject") return;
    const std::string key =
        name == "hashdigest" ? name + " " + attributes_["type"] : name;
    if (name != "byte_runs") read_.files.back()[key] = text_;
  }

  ReadDfxml read_;
  std::vector<Open> open_;
  std::map<std::string, std::string> attributes_;
  std::string text_;
};

}  // namespace

ReadDfxml read_dfxml(const std::string& xml) {
  return DfxmlReader().read(xml);
}

}  // namespace winnow::test
