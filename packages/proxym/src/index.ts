// With their types in the program, the names of these plugins and their options are checked in `defineConfig`.
/// <reference types="@proxym/plugin-annotations" preserve="true" />
/// <reference types="@proxym/plugin-file" preserve="true" />
/// <reference types="@proxym/plugin-haproxy" preserve="true" />
/// <reference types="@proxym/plugin-marathon" preserve="true" />
/// <reference types="@proxym/plugin-hipache" preserve="true" />
/// <reference types="@proxym/plugin-mesos-master" preserve="true" />
/// <reference types="@proxym/plugin-signal" preserve="true" />
/// <reference types="@proxym/plugin-stdout" preserve="true" />

export * from '@proxym/core'
