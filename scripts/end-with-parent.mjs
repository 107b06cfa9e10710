// Preloaded into the quickstart. The channel closes when the script that started it is gone, however that ended
// (killed by force, terminal lost), and then nothing may stay behind that holds ports and files.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
