#include "scanner/examine/containers/container.h"

#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/thumbs_db.h"

namespace winnow {

Result<void> open_container(ContentType type, Content& content, Siblings* siblings,
                            const ContainerLimits& limits, MemberSink& sink) {
  switch (type) {
    case ContentType::archive:
      return open_archive(content, limits, sink);
    case ContentType::archive_part:
      return Fault{FaultKind::unsupported,
                   "is one part of an archive that was split over several files: what "
                   "it holds begins in another part",
                   "",
                   {}};
    case ContentType::compressed:
      return open_compressed(content, limits, sink);
    case ContentType::office_old:
      return is_thumbs_db(content, limits) ? open_thumbs_db(content, limits, sink)
                                           : open_compound_file(content, limits, sink);
    case ContentType::thumbs_db:
      return open_thumbs_db(content, limits, sink);
    case ContentType::thumbcache:
      return open_thumbcache(content, limits, sink);
    case ContentType::android_thumbnails:
      return open_android_thumbnails(content, limits, sink);
    case ContentType::pdf:
      return open_pdf(content, limits, sink);
    case ContentType::mail:
      return open_mail(content, limits, sink);
    case ContentType::mbox:
      return open_mbox(content, limits, sink);
    case ContentType::pst:
      return open_pst(content, limits, sink);
    case ContentType::sqlite:
      return open_sqlite(content, siblings, limits, sink);
    case ContentType::sqlite_log:
      return open_sqlite_log(content, limits, sink);
    case ContentType::chromium_cache:
      return open_chromium_cache(content, siblings, limits, sink);
    case ContentType::chromium_simple_cache:
      return open_chromium_simple_cache(content, limits, sink);
    case ContentType::firefox_cache:
      return open_firefox_cache(content, limits, sink);
    case ContentType::shell_link:
      return open_shell_link(content, limits, sink);
    case ContentType::rtf:
      return open_rtf(content, limits, sink);
    default:
      return Fault{FaultKind::unsupported,
                   std::string("not opened for what it holds: ") + to_string(type),
                   "",
                   {}};
  }
}

}  // namespace winnow
