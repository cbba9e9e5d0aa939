// Listed contents as VICS 2.0 (Project VIC's data model), metadata only: no Files
// folder and no RelativeFilePath goes with it. VICS is not a public specification; this
// follows what its readers and writers are known to take, and is not certified.
//
//   {"@odata.context": ".../2.0.xml/<PROFILE>/$metadata#Cases", "value": [case]}
//   case  = CaseID, CaseNumber, SourceApplicationName, SourceApplicationVersion,
//           TotalMediaFiles (number of media), CaseMetadata (the cautions), Media
//   media = one for each content that was met exactly and has an MD5, by MD5: MediaID,
//   Category, MD5, SHA1, MediaSize, MimeType,
//           IsPrecategorized and PrecategorizationSource, Comments, AlternativeHashes
//           (SHA256), MediaFiles
//   file  = one for each place: MD5, FileName, FilePath, Created, Written, Accessed,
//           Deleted, PhysicalLocation (the first byte in the exhibit, in bytes),
//           SourceID (the exhibit), and of what is in another file ParentMD5,
//           ParentFileName, ParentFilePath
//
// Numbers of categories are regional and the address names one profile for all of them:
// that of the grades, if all are of one; else no Category is written and Comments has
// them all. Of several grades of a content the one that weighs most by the policy in
// force stands in Category, and Comments has all. What is only near to
// a listed content is left out: who reads the file takes all of it for listed.
#ifndef WINNOW_DRIVERS_EXCHANGE_VICS_EXPORT_H_
#define WINNOW_DRIVERS_EXCHANGE_VICS_EXPORT_H_

#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

[[nodiscard]] Result<Exported> write_vics(const ExchangeCase& exchange, NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_VICS_EXPORT_H_
