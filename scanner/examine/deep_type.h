// What a content is that does not show at its beginning: found on the way through
// everything, where all of it is at hand.
#ifndef WINNOW_SCANNER_EXAMINE_DEEP_TYPE_H_
#define WINNOW_SCANNER_EXAMINE_DEEP_TYPE_H_

#include <string_view>

#include "scanner/examine/content/content.h"
#include "scanner/examine/content/content_type.h"

namespace winnow {

// Whether deep_type_of() may say anything but `other`, by what is known without reading
// on: `head` is what type_of() was given.
[[nodiscard]] bool may_be_deeper(Bytes head, std::uint64_t size_bytes,
                                 std::string_view path);

// Of a content that type_of() calls `other`: an image of a CD or DVD, whose description
// lies at byte 32,768; an archive behind a program that unpacks it; an entry of
// Firefox's cache, whose marks are at its end; thumbnails of Android; parts of split
// archives, of which the last of a zip alone bears a mark, at its end (these three only
// where the path says so, for nothing else does). Reads a few kilobytes.
[[nodiscard]] ContentType deep_type_of(Content& content, std::string_view path);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_DEEP_TYPE_H_
