#include "tests/layers/include_law.h"

#include <algorithm>
#include <map>
#include <set>

namespace winnow {
namespace {

using Rooms = std::set<std::string, std::less<>>;

// What each room may include besides itself.
const std::map<std::string, Rooms, std::less<>>& lawful_rooms() {
  static const std::map<std::string, Rooms, std::less<>> kRooms = {
      {"base", {}},
      {"hashsets", {"base"}},
      {"hashsets/lists", {"base", "hashsets"}},
      {"hashsets/sealing", {"base", "hashsets"}},
      {"hashsets/building", {"base", "hashsets", "hashsets/lists", "hashsets/sealing"}},
      {"hashsets/learning",
       {"base", "hashsets", "hashsets/lists", "hashsets/building"}},
      {"scanner/wire", {"base"}},
      {"scanner/match", {"base", "hashsets", "scanner/wire"}},
      // the trusted wing
      {"scanner/ledger", {"base", "hashsets", "scanner/wire"}},
      {"scanner/supervise",
       {"base", "hashsets", "scanner/wire", "scanner/match", "scanner/ledger"}},
      {"scanner/rank",
       {"base", "hashsets", "scanner/wire", "scanner/ledger", "scanner/supervise"}},
      // the hostile wing
      {"scanner/evidence", {"base", "scanner/wire"}},
      {"scanner/volumes", {"base", "scanner/wire", "scanner/evidence"}},
      {"scanner/plan",
       {"base", "hashsets", "scanner/wire", "scanner/evidence", "scanner/volumes"}},
      {"scanner/examine/content", {"base"}},
      {"scanner/examine/pictures", {"base", "scanner/examine/content"}},
      {"scanner/examine/containers", {"base", "scanner/examine/content"}},
      {"scanner/examine/video",
       {"base", "scanner/examine/content", "scanner/examine/pictures"}},
      {"scanner/examine/classes", {"base", "scanner/examine/pictures"}},
      {"scanner/examine",
       {"base", "hashsets", "scanner/wire", "scanner/evidence", "scanner/volumes",
        "scanner/match", "scanner/plan", "scanner/examine/content",
        "scanner/examine/pictures", "scanner/examine/containers",
        "scanner/examine/video", "scanner/examine/classes"}},
      {"scanner/pipeline",
       {"base", "hashsets", "scanner/wire", "scanner/match", "scanner/evidence",
        "scanner/volumes", "scanner/plan", "scanner/examine"}},
      {"scanner/worker",
       {"base", "hashsets", "scanner/wire", "scanner/match", "scanner/evidence",
        "scanner/volumes", "scanner/plan", "scanner/examine",
        "scanner/examine/containers", "scanner/examine/video",
        "scanner/examine/classes", "scanner/pipeline"}},
      {"drivers",
       {"base", "hashsets", "hashsets/lists", "hashsets/sealing", "hashsets/building",
        "hashsets/learning", "scanner/wire", "scanner/ledger", "scanner/supervise",
        "scanner/rank", "drivers"}},
  };
  return kRooms;
}

struct Library {
  std::string_view prefix;  // of the header's name
  Rooms rooms;              // that may include it
};

const std::vector<Library>& libraries() {
  static const Rooms kDoors = {"scanner/evidence"};
  static const Rooms kPictures = {"scanner/examine/pictures"};
  static const Rooms kContainers = {"scanner/examine/containers"};
  static const Rooms kVideo = {"scanner/examine/video"};
  static const Rooms kPipeline = {"scanner/pipeline"};
  static const Rooms kBase = {"base"};
  static const std::vector<Library> kLibraries = {
      {"tsk/", {"scanner/volumes", "scanner/evidence"}},
      {"oneapi/tbb", kPipeline},
      {"tbb/", kPipeline},
      {"xxh", kBase},
      {"hwy/", kBase},
      {"immintrin.h", kBase},
      {"openssl/", kBase},
      {"sqlite3", {"drivers/store", "hashsets/lists", "scanner/examine/containers"}},
      {"expat", {"hashsets/lists"}},
      {"sodium", {"hashsets/sealing"}},
      {"seccomp", {"scanner/worker"}},
      {"libpq", {"drivers/store"}},
      {"hpdf.h", {"drivers/report"}},
      {"toml++/", {"scanner/rank"}},
      {"libewf", kDoors},
      {"libvhdi", kDoors},
      {"libvmdk", kDoors},
      {"libbfio", {"scanner/evidence", "scanner/examine/containers"}},
      {"afflib/", kDoors},
      {"opencv", {"scanner/examine/classes"}},
      {"jpeglib.h", kPictures},
      {"jerror.h", kPictures},
      {"spng.h", kPictures},
      {"tiff", kPictures},
      {"openjpeg", kPictures},
      {"gif_lib.h", kPictures},
      {"webp/", kPictures},
      {"libheif/", kPictures},
      {"httplib.h", {"drivers/web"}},
      {"archive.h", kContainers},
      {"archive_entry.h", kContainers},
      {"brotli/", kContainers},
      {"gsf/", kContainers},
      {"qpdf/", kContainers},
      {"gmime/", kContainers},
      {"libpff", kContainers},
      {"libavformat/", kVideo},
      {"libavcodec/", kVideo},
      {"libavutil/", kVideo},
      {"libswscale/", kVideo},
  };
  return kLibraries;
}

// `winnow --version` names the versions of what the trusted program is linked with.
bool may_ask_versions(std::string_view file, std::string_view included) {
  return file == "drivers/cli/version_command.cc" &&
         (included == "openssl/crypto.h" || included == "xxhash.h" ||
          included == "sqlite3.h" || included == "sodium.h" ||
          included == "toml++/impl/version.h");
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Of the drivers all rooms are alike to the law of rooms.
std::string lawful_name(std::string_view room) {
  return starts_with(room, "drivers/") ? "drivers" : std::string(room);
}

std::string_view trimmed(std::string_view text) {
  const auto start = text.find_first_not_of(" \t");
  return start == std::string_view::npos ? "" : text.substr(start);
}

bool is_ours(std::string_view included) {
  return std::any_of(lawful_rooms().begin(), lawful_rooms().end(),
                     [&](const auto& room) {
                       return starts_with(included, room.first + "/");
                     }) ||
         starts_with(included, "scanner/") || starts_with(included, "tests/") ||
         starts_with(included, "bench/");
}

}  // namespace

std::string room_of(std::string_view path) {
  const auto first = path.find('/');
  const std::string_view top = path.substr(0, first);
  const auto second = path.find('/', first + 1);
  if (top == "scanner" || top == "drivers") {
    const std::string_view room = path.substr(0, second);
    // Files of examine itself are a room, and so is each folder in it, ...
    const auto third = path.find('/', second + 1);
    const bool is_inner = room == "scanner/examine" && third != std::string_view::npos;
    return std::string(is_inner ? path.substr(0, third) : room);
  }
  // ... and likewise of hashsets.
  return std::string(top == "hashsets" && second != std::string_view::npos
                         ? path.substr(0, second)
                         : top);
}

std::optional<std::string> included_by(std::string_view line) {
  line = trimmed(line);
  if (line.empty() || line[0] != '#') return std::nullopt;
  line = trimmed(line.substr(1));
  constexpr std::string_view kWord = "include";
  if (!starts_with(line, kWord)) return std::nullopt;
  line = trimmed(line.substr(kWord.size()));
  if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
  const auto end = line.find(line[0] == '"' ? '"' : '>', 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(line.substr(1, end - 1));
}

std::optional<std::string> breach(std::string_view file, std::string_view included) {
  const std::string room = room_of(file);
  if (is_ours(included)) {
    const std::string from = lawful_name(room);
    const std::string to = lawful_name(room_of(included));
    const auto law = lawful_rooms().find(from);
    if (law == lawful_rooms().end()) return room + " is no room the law knows";
    if (to == from || law->second.count(to) != 0) return std::nullopt;
    return from + " may not include " + std::string(included);
  }
  for (const Library& library : libraries()) {
    if (!starts_with(included, library.prefix) || library.rooms.count(room) != 0 ||
        may_ask_versions(file, included)) {
      continue;
    }
    return room + " may not include <" + std::string(included) + ">";
  }
  return std::nullopt;
}

std::vector<std::string> breaches_in(std::string_view file, std::string_view source) {
  std::vector<std::string> breaches;
  for (std::size_t line = 1; !source.empty(); ++line) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    if (const auto included = included_by(source.substr(0, end))) {
      if (const auto why = breach(file, *included)) {
        breaches.push_back(std::string(file) + ":" + std::to_string(line) + ": " +
                           *why);
      }
    }
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return breaches;
}

}  // namespace winnow
