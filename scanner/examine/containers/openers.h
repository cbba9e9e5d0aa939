// The openers: one for each kind of container, as open_container() describes them. Each
// lives in a file of its own and brings its own library.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_OPENERS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_OPENERS_H_

#include "scanner/examine/containers/container.h"

namespace winnow {

Result<void> open_archive(Content& content, const ContainerLimits& limits,
                          MemberSink& sink);
Result<void> open_compressed(Content& content, const ContainerLimits& limits,
                             MemberSink& sink);
Result<void> open_compound_file(Content& content, const ContainerLimits& limits,
                                MemberSink& sink);
Result<void> open_rtf(Content& content, const ContainerLimits& limits,
                      MemberSink& sink);
Result<void> open_pdf(Content& content, const ContainerLimits& limits,
                      MemberSink& sink);
Result<void> open_mail(Content& content, const ContainerLimits& limits,
                       MemberSink& sink);
Result<void> open_mbox(Content& content, const ContainerLimits& limits,
                       MemberSink& sink);
Result<void> open_pst(Content& content, const ContainerLimits& limits,
                      MemberSink& sink);
Result<void> open_thumbs_db(Content& content, const ContainerLimits& limits,
                            MemberSink& sink);
Result<void> open_thumbcache(Content& content, const ContainerLimits& limits,
                             MemberSink& sink);
Result<void> open_android_thumbnails(Content& content, const ContainerLimits& limits,
                                     MemberSink& sink);
Result<void> open_chromium_cache(Content& content, Siblings* siblings,
                                 const ContainerLimits& limits, MemberSink& sink);
Result<void> open_chromium_simple_cache(Content& content, const ContainerLimits& limits,
                                        MemberSink& sink);
Result<void> open_firefox_cache(Content& content, const ContainerLimits& limits,
                                MemberSink& sink);
Result<void> open_sqlite(Content& content, Siblings* siblings,
                         const ContainerLimits& limits, MemberSink& sink);
Result<void> open_sqlite_log(Content& content, const ContainerLimits& limits,
                             MemberSink& sink);
Result<void> open_shell_link(Content& content, const ContainerLimits& limits,
                             MemberSink& sink);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_OPENERS_H_
