// The headers of qpdf, without the one that Clang 14 does not take as C++20 (JSON.hh, a
// destructor of a vector of a class that is not complete yet), and that is not used
// here.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_QPDF_HEADERS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_QPDF_HEADERS_H_

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#define JSON_HH
class JSON;

#include <qpdf/InputSource.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_QPDF_HEADERS_H_
