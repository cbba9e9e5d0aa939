// Links: contents that are on two exhibits of the case, or on more.
//
// What is shown: pictures and videos in which enough is to be seen (PDQ quality of 50
// or more), in files and in what these hold, and every content of a finding. Left out
// are contents that a set holds to be benign (or to be ignored) and none to be notable,
// empty ones, and those of systems: a place is one of a system if the same content lies
// on another exhibit at the same path, whichever volume and capital letters, and that
// path begins in a folder of a system's own (is_system_path()). A content stays if it
// has places on two exhibits besides. What is listed or near to it is always shown.
//
// Two places hold the same content if the strongest digest that both have is the same:
// SHA-256, else SHA-1, else MD5.
//
// Cost: two passes over the digests of all files and members, and a sort in memory of
// 16 bytes for each digest of a content that may be shown; paths are read for those
// alone that are met twice. 400,000 files with 40,000 such pictures take 0.15 seconds
// and 27 MB (bench/store_rate.sh), a million pictures 48 MB for the sort. There is no
// index: it would cost every scan more than the question does.
#ifndef WINNOW_DRIVERS_STORE_CONTENT_LINKS_H_
#define WINNOW_DRIVERS_STORE_CONTENT_LINKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "drivers/store/database.h"

namespace winnow {

enum class LinkedKind : std::uint8_t { picture, video, other };
[[nodiscard]] const char* to_string(LinkedKind kind);  // "picture", "video", "file"

// What sets say of a content on any of its exhibits.
enum class Standing : std::uint8_t { unknown, near, listed };
[[nodiscard]] const char* to_string(Standing standing);

struct LinkedPlaces {
  std::string exhibit;
  std::string path;          // the first of them
  std::uint64_t places = 1;  // on this exhibit
};

struct ContentLink {
  Digest digest;
  LinkedKind kind = LinkedKind::other;
  Standing standing = Standing::unknown;
  std::vector<LinkedPlaces> exhibits;  // two or more, sorted
};

// In stable order: those on the most exhibits first, of these the listed and then the
// near ones, then by digest.
[[nodiscard]] Result<std::vector<ContentLink>> read_content_links(Database& database);

// How many unknown pictures and videos each exhibit shares with each other.
using SharedPictures = std::map<std::string, std::map<std::string, std::uint64_t>>;
[[nodiscard]] SharedPictures shared_pictures(const std::vector<ContentLink>& links);

// Whether a path begins in a folder that systems come with: /Windows, /usr, /System,
// "/Program Files" and the like, or a user's that no person is (Users/Public).
[[nodiscard]] bool is_system_path(std::string_view path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CONTENT_LINKS_H_
