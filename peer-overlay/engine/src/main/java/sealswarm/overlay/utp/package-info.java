/**
 * The uTorrent transport protocol (BEP 29) without sockets: datagrams and the time go in, datagrams come out, and between them lie
 * streams of bytes that yield to other traffic (LEDBAT, RFC 6817). Nothing here blocks, waits or reads a clock; one event loop owns
 * an endpoint and its connections. Bytes and limits: {@code docs/spec/utp-v1.md}.
 */
@NullMarked
package sealswarm.overlay.utp;

import org.jspecify.annotations.NullMarked;
