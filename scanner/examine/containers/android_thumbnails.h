// .thumbdata3-* and .thumbdata4-*: the small thumbnails of Android's media store.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_ANDROID_THUMBNAILS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_ANDROID_THUMBNAILS_H_

#include "scanner/examine/content/content.h"

namespace winnow {

// Whether a thumbnail stands in one of its first places. Its first bytes do not tell:
// a place is that of the picture's number in the media store, and most are empty. Reads
// a few bytes of each of up to 256 places.
[[nodiscard]] bool is_android_thumbnails(Content& content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_ANDROID_THUMBNAILS_H_
