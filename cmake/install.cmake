# Where the programs and what goes with them lie once they are installed, and the
# Debian package of it. Nothing holds the prefix: `winnow` finds what it needs from where it lies
# itself, so that an installed tree can be moved.
#
#   cmake --install build/release --prefix /opt/winnow
#   cmake --build build/release --target package

# Found by scanner/supervise/child_process.cc beside `winnow` or in ../libexec/winnow;
# the modules lie beside the program that loads them.
set(beside_worker
  winnow-worker
  winnow_classes_so
  winnow_video_so
)
install(TARGETS ${beside_worker}
  RUNTIME DESTINATION libexec/winnow LIBRARY DESTINATION libexec/winnow)
install(TARGETS winnow RUNTIME DESTINATION bin)

# The first two are written by the program itself and so say what it does.
find_program(WINNOW_GZIP gzip REQUIRED)
set(manual ${CMAKE_BINARY_DIR}/share/man/man1/winnow.1)
set(changelog ${CMAKE_BINARY_DIR}/share/doc/winnow/changelog.gz)
set(completion ${CMAKE_BINARY_DIR}/share/bash-completion/completions/winnow)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/man/man1
                    ${CMAKE_BINARY_DIR}/share/doc/winnow
                    ${CMAKE_BINARY_DIR}/share/bash-completion/completions)
add_custom_command(OUTPUT ${manual}.gz ${completion}
  COMMAND winnow --generate man-page > ${manual}
  COMMAND ${WINNOW_GZIP} -9nf ${manual}
  COMMAND winnow --generate bash-completion > ${completion}
  DEPENDS winnow VERBATIM)
add_custom_command(OUTPUT ${changelog}
  COMMAND ${WINNOW_GZIP} -9nc ${CMAKE_SOURCE_DIR}/CHANGELOG.md > ${changelog}
  DEPENDS CHANGELOG.md VERBATIM)
add_custom_target(winnow_manual ALL DEPENDS ${manual}.gz ${completion} ${changelog})
install(FILES ${manual}.gz DESTINATION share/man/man1)
install(FILES ${completion} DESTINATION share/bash-completion/completions)

install(FILES README.md LICENSE DESTINATION share/doc/winnow)
install(FILES cmake/copyright DESTINATION share/doc/winnow)
install(FILES ${changelog} DESTINATION share/doc/winnow)
install(DIRECTORY docs/ DESTINATION share/doc/winnow)
# To be read, and to be changed in a copy: the programs hold these themselves.
install(FILES scanner/rank/policy.toml DESTINATION share/winnow)
install(DIRECTORY hashsets/lists/profiles DESTINATION share/winnow)
install(DIRECTORY ${CMAKE_BINARY_DIR}/share/winnow/practice-model
  DESTINATION share/winnow)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME winnow)
set(CPACK_PACKAGE_VENDOR "Winnow contributors")
set(CPACK_PACKAGE_CONTACT "Winnow contributors <winnow@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
  "Winnow scans seized drives, or images of them, for files that stand in
lists of known material, and puts the devices in the order in which they
should be fully examined. It only reads. It is triage, not a full examination.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What finds faces (scan --classes); its place is built in. And the letters of the PDF.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "opencv-data, fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "bash-completion, man-db")
# To image what is examined further, and to ask a drive how it is.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ewf-tools, smartmontools")
include(CPack)
